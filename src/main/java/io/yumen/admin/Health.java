package io.yumen.admin;

import io.yumen.audit.Sink;
import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Locked;
import io.yumen.backend.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a gateway fares, at one moment.
 *
 * @param phase where in its life the gateway is
 * @param version the program's version
 * @param uptime since it was started
 * @param sessions open sessions of the legacy era
 * @param configuration whether the configuration is as its file says
 * @param audit whether what is done is recorded
 * @param lockdown who and what is locked out
 * @param servers the state of each server, by name, in the order of the configuration
 */
public record Health(
        Phase phase,
        String version,
        Duration uptime,
        int sessions,
        Configuration configuration,
        Audit audit,
        Locks lockdown,
        Map<String, Server> servers) {
    /** The phases of a gateway's life. */
    public enum Phase {
        /** Not serving yet. */
        STARTING,
        /** Serving. */
        SERVING,
        /** Finishing what is under way, and taking nothing new. */
        DRAINING
    }

    /**
     * How the configuration fares.
     *
     * @param problems why the file, as it stands, is not in force; none where it is
     */
    public record Configuration(List<String> problems) {
        public static final Configuration IN_FORCE = new Configuration(List.of());

        public Configuration {
            problems = List.copyOf(problems);
        }

        /** Whether what the file says holds. */
        public boolean isInForce() {
            return problems.isEmpty();
        }
    }

    /**
     * How the audit fares.
     *
     * @param state {@code off}, {@code recording} or {@code failing}
     * @param reason why nothing can be recorded; empty where it can
     * @param lost records that were lost since the start
     * @param sinks how the sinks of copies fare, by name
     */
    public record Audit(String state, String reason, long lost, Map<String, Sink.Status> sinks) {
        /** There is none. */
        public static final Audit OFF = new Audit("off", "", 0, Map.of());

        /** Of a trail that is written, or of one that cannot be, for that reason. */
        public static Audit of(String trouble, long lost, Map<String, Sink.Status> sinks) {
            return new Audit(trouble.isEmpty() ? "recording" : "failing", trouble, lost, sinks);
        }

        boolean isTroubled() {
            return !reason.isEmpty()
                    || sinks.values().stream().anyMatch(sink -> !sink.trouble().isEmpty());
        }
    }

    /**
     * What is locked.
     *
     * @param everything whether nobody comes in
     * @param principals how many are kept out
     * @param clients how many OAuth clients are
     * @param servers those that nobody reaches
     */
    public record Locks(boolean everything, long principals, long clients, List<String> servers) {
        /** Nothing is. */
        public static final Locks NONE = new Locks(false, 0, 0, List.of());

        public Locks {
            servers = List.copyOf(servers);
        }

        /** Of those locks. */
        public static Locks of(List<Locked> locks) {
            return new Locks(
                    count(locks, Lock.Kind.EVERYTHING) > 0,
                    count(locks, Lock.Kind.PRINCIPAL),
                    count(locks, Lock.Kind.CLIENT),
                    locks.stream()
                            .filter(one -> one.lock().kind() == Lock.Kind.SERVER)
                            .map(one -> one.lock().target())
                            .toList());
        }

        private static long count(List<Locked> locks, Lock.Kind kind) {
            return locks.stream().filter(one -> one.lock().kind() == kind).count();
        }
    }

    /** How a server fares, in the words of its life. */
    public record Server(ServerState life) {
        /** The word for its state. */
        public String state() {
            return life.word();
        }

        /** Why it is in that state; empty where there is nothing to say. */
        public String reason() {
            return life.reason();
        }
    }

    /** Whether a server, the configuration, or the audit is in trouble while the gateway itself serves. */
    public boolean isDegraded() {
        return !configuration.isInForce()
                || audit.isTroubled()
                || servers.values().stream().anyMatch(server -> server.life().isTroubled());
    }
}
