package io.yumen.backend;

import io.yumen.limit.PaceConfig;
import java.time.Duration;

/**
 * How one server is started, shared, protected and given up. {@link #DEFAULT} is what a plain entry of
 * {@code mcpServers} gets.
 *
 * @param start when its connections are opened
 * @param scope who shares them
 * @param restarts how often, and how soon, it is started again
 * @param timeouts how long is waited for what
 * @param limits how much of it may be used at once
 * @param health when it counts as not answering
 * @param retries how often a request that was lost is sent again, where that is safe
 * @param pace how often it may be used
 */
public record BackendConfig(
        Start start,
        Scope scope,
        Restarts restarts,
        Timeouts timeouts,
        Limits limits,
        Health health,
        int retries,
        PaceConfig pace) {
    /** How often a request that was lost is sent again by default. */
    public static final int DEFAULT_RETRIES = 2;

    public static final BackendConfig DEFAULT = new BackendConfig(
            Start.LAZY,
            Scope.AUTO,
            Restarts.DEFAULT,
            Timeouts.DEFAULT,
            Limits.DEFAULT,
            Health.DEFAULT,
            DEFAULT_RETRIES,
            PaceConfig.NONE);

    public BackendConfig {
        Check.notNegative(retries, "retries");
    }

    public BackendConfig withStart(Start other) {
        return new BackendConfig(other, scope, restarts, timeouts, limits, health, retries, pace);
    }

    public BackendConfig withScope(Scope other) {
        return new BackendConfig(start, other, restarts, timeouts, limits, health, retries, pace);
    }

    public BackendConfig withRestarts(Restarts other) {
        return new BackendConfig(start, scope, other, timeouts, limits, health, retries, pace);
    }

    public BackendConfig withTimeouts(Timeouts other) {
        return new BackendConfig(start, scope, restarts, other, limits, health, retries, pace);
    }

    public BackendConfig withLimits(Limits other) {
        return new BackendConfig(start, scope, restarts, timeouts, other, health, retries, pace);
    }

    public BackendConfig withHealth(Health other) {
        return new BackendConfig(start, scope, restarts, timeouts, limits, other, retries, pace);
    }

    public BackendConfig withPace(PaceConfig other) {
        return new BackendConfig(start, scope, restarts, timeouts, limits, health, retries, other);
    }

    /** When connections are opened. */
    public enum Start {
        /** On the first request, and stopped when nobody uses them. */
        LAZY,
        /** At once, and again whenever they are lost; never stopped for disuse. Only where all share one connection. */
        EAGER
    }

    /** Who shares a connection. */
    public enum Scope {
        /**
         * As few connections as are safe: everybody shares one, except clients of a legacy server that can be asked
         * something, which get a connection of their own.
         */
        AUTO,
        /** Everybody shares, clients that can be asked something too. */
        SHARED,
        /** One for each client session. */
        SESSION,
        /** One for each principal. */
        USER,
        /** One for each principal by what it came in with: each client that acts for it, with what that may do. */
        GRANTED
    }

    /**
     * How a server that failed is started again: the n-th time after {@code delay} times 2 to the n-1, at most
     * {@link #LARGEST_FACTOR} times, give or take a fifth; at once where it had been stable before it was lost.
     *
     * @param delay the first delay
     * @param most how many starts may fail one after another before it is given up for {@code stableAfter}; 0 means any
     *     number
     * @param stableAfter how long it must have been up for its failures to be forgotten
     */
    public record Restarts(Duration delay, int most, Duration stableAfter) {
        public static final int LARGEST_FACTOR = 16;
        public static final Restarts DEFAULT = new Restarts(Duration.ofSeconds(1), 5, Duration.ofMinutes(5));

        public Restarts {
            Check.positive(delay, "restartDelay");
            Check.positive(stableAfter, "stableAfter");
            Check.notNegative(most, "maxRestarts");
        }
    }

    /**
     * How long is waited for what.
     *
     * @param connection for a connection to open, and for one that others hold alone
     * @param request for an answer; each message about its progress starts it anew, and it rests while the client is asked
     * @param total for an answer, whatever is heard of its progress
     * @param idle how long a connection stays open that nobody uses; zero means for ever
     * @param end for connections and processes to end when the backend is closed
     */
    public record Timeouts(Duration connection, Duration request, Duration total, Duration idle, Duration end) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10));

        public Timeouts {
            Check.positive(connection, "connectionTimeout");
            Check.positive(request, "requestTimeout");
            Check.positive(total, "maxTotalTimeout");
            Check.positive(end, "endTimeout");
            if (idle.isNegative()) {
                throw new IllegalArgumentException("idleTimeout must not be negative");
            }
        }
    }

    /**
     * How much of a server may be used at once.
     *
     * @param requests how many may be under way
     * @param queued waiting for one of those to end
     * @param queueWait how long they wait
     * @param lanes connections for clients that can be asked the same, where a connection can serve only one of them at a
     *     time
     * @param connections open, of all scopes together
     * @param listens {@code subscriptions/listen} under way, which do not count as requests
     * @param questions of the server that wait for the answers of clients; their calls do not count as requests meanwhile
     */
    public record Limits(
            Concurrency requests,
            int queued,
            Duration queueWait,
            int lanes,
            int connections,
            int listens,
            Questions questions) {
        public static final Limits DEFAULT =
                new Limits(Concurrency.fixed(128), 512, Duration.ofSeconds(10), 8, 64, 1024, Questions.DEFAULT);

        public Limits {
            Check.notNegative(queued, "maxQueued");
            Check.positive(queueWait, "queueWait");
            Check.positive(lanes, "maxLanes");
            Check.positive(connections, "maxConnections");
            Check.positive(listens, "maxListens");
        }
    }

    /**
     * How many requests may be under way at a server.
     *
     * @param most of them
     * @param kind whether it may be fewer
     */
    public record Concurrency(int most, Kind kind) {
        public Concurrency {
            Check.positive(most, "maxConcurrency");
        }

        /** Always so many. */
        public static Concurrency fixed(int most) {
            return new Concurrency(most, Kind.FIXED);
        }

        /** How the number is found. */
        public enum Kind {
            /** It is the most that there may be. */
            FIXED,
            /** It follows the times of the server ({@link io.yumen.limit.AdaptiveConcurrency}). */
            ADAPTIVE
        }
    }

    /**
     * How many questions of one server may wait for answers at once, so that nobody who leaves them unanswered takes what
     * others need.
     *
     * @param perPrincipal to all clients of one principal together
     * @param perSession to one client, where something tells it from others of the same principal
     */
    public record Questions(int perPrincipal, int perSession) {
        public static final Questions DEFAULT = new Questions(40, 16);

        public Questions {
            Check.positive(perPrincipal, "maxQuestionsPerUser");
            Check.positive(perSession, "maxQuestionsPerSession");
        }
    }

    /**
     * When a server counts as not answering. Only what fails below the protocol counts: no connection, no answer in time.
     *
     * @param interval between two checks of each of its replicas, where there are several
     * @param timeout for the answer to a check, also to the one that follows a request without an answer in time
     * @param failures how many of the last twice as many requests must have failed for the circuit to open
     * @param pause how long no request is sent after that; then a single one tries
     */
    public record Health(Duration interval, Duration timeout, int failures, Duration pause) {
        public static final Health DEFAULT =
                new Health(Duration.ofSeconds(10), Duration.ofSeconds(4), 5, Duration.ofSeconds(15));

        public Health {
            Check.positive(interval, "healthInterval");
            Check.positive(timeout, "healthTimeout");
            Check.positive(failures, "circuitFailures");
            Check.positive(pause, "circuitPause");
        }
    }

    /** Apart from the record itself, whose defaults are made of checked parts. */
    private static final class Check {
        static void positive(Duration value, String name) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException(name + " must be positive");
            }
        }

        static void positive(int value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1");
            }
        }

        static void notNegative(int value, String name) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative");
            }
        }
    }
}
