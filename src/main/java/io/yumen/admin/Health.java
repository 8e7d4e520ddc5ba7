package io.yumen.admin;

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
 * @param servers the state of each server, by name, in the order of the configuration
 */
public record Health(
        Phase phase,
        String version,
        Duration uptime,
        int sessions,
        Configuration configuration,
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

    /** Whether a server, or the configuration, is in trouble while the gateway itself serves. */
    public boolean isDegraded() {
        return !configuration.isInForce()
                || servers.values().stream().anyMatch(server -> server.life().isTroubled());
    }
}
