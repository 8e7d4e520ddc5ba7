package io.yumen.backend;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The life of a server. Each state offers only its legal moves, so that an illegal one does not compile.
 *
 * <pre>
 * configured -> starting -> ready <-> degraded
 *                  |          |          |
 *                  +----> backing off <--+      (then starting again)
 * every state -> stopped -> starting
 * </pre>
 */
public sealed interface ServerState {
    /** The word that operators see: in metrics, logs and the health page. */
    String word();

    /** Why it is in that state; empty where there is nothing to say. */
    default String reason() {
        return "";
    }

    /** Whether its operator should look at it. */
    default boolean isTroubled() {
        return false;
    }

    /** The best of those states, which says whether a server with several connections answers; empty where there is none. */
    static Optional<ServerState> best(List<ServerState> states) {
        ServerState best = null;
        for (ServerState state : states) {
            best = best == null || rank(state) < rank(best) ? state : best;
        }
        return Optional.ofNullable(best);
    }

    private static int rank(ServerState state) {
        return switch (state) {
            case Ready ready -> 0;
            case Degraded degraded -> 1;
            case Starting starting -> 2;
            case BackingOff waiting -> 3;
            case Stopped stopped -> stopped.cause() instanceof Stopped.GaveUp ? 4 : 5;
            case Configured configured -> 6;
        };
    }

    default Stopped stop(Stopped.Cause cause) {
        return new Stopped(cause);
    }

    /** There is no connection, and none is being opened. */
    sealed interface Down extends ServerState {
        Starting start();

        /** When it may be started by a request: {@link Instant#MIN} for at once, {@link Instant#MAX} for never. */
        Instant startableAt();

        /** What a request is told that comes earlier, as a clause after the server's name. */
        String refusal();
    }

    /** There is a connection. */
    sealed interface Up extends ServerState {
        BackingOff fail(String reason, Instant retryAt);
    }

    /** Known, and not started yet: it starts on first use. */
    record Configured() implements Down {
        @Override
        public Starting start() {
            return new Starting(1);
        }

        @Override
        public Instant startableAt() {
            return Instant.MIN;
        }

        @Override
        public String refusal() {
            return "is not started";
        }

        @Override
        public String word() {
            return "configured";
        }
    }

    /** The process or the handshake is under way. */
    record Starting(int attempt) implements ServerState {
        public Ready succeed() {
            return new Ready();
        }

        public BackingOff fail(String reason, Instant retryAt) {
            return new BackingOff(attempt, reason, retryAt);
        }

        public Stopped giveUp(String reason, Instant retryAt) {
            return stop(new Stopped.GaveUp(reason, retryAt));
        }

        @Override
        public String word() {
            return "starting";
        }
    }

    /** It answers. */
    record Ready() implements Up {
        public Degraded degrade(String reason) {
            return new Degraded(reason);
        }

        @Override
        public BackingOff fail(String reason, Instant retryAt) {
            return new BackingOff(0, reason, retryAt);
        }

        @Override
        public String word() {
            return "ready";
        }
    }

    /** It answers in part: a replica is down, or its circuit is open. */
    record Degraded(String reason) implements Up {
        public Ready recover() {
            return new Ready();
        }

        @Override
        public BackingOff fail(String cause, Instant retryAt) {
            return new BackingOff(0, cause, retryAt);
        }

        @Override
        public boolean isTroubled() {
            return true;
        }

        @Override
        public String word() {
            return "degraded";
        }
    }

    /** It failed, and is tried again at that time; until then requests fail at once. */
    record BackingOff(int attempts, String reason, Instant retryAt) implements Down {
        @Override
        public Starting start() {
            return new Starting(attempts + 1);
        }

        @Override
        public Instant startableAt() {
            return retryAt;
        }

        @Override
        public String refusal() {
            return "is not available: " + reason;
        }

        @Override
        public boolean isTroubled() {
            return true;
        }

        @Override
        public String word() {
            return "backing_off";
        }
    }

    /** Stopped, for that cause. */
    record Stopped(Cause cause) implements Down {
        public static final Cause BY_OPERATOR = new ByOperator();
        public static final Cause ISOLATED = new Isolated();
        public static final Cause UNUSED = new Unused();

        @Override
        public Starting start() {
            return new Starting(1);
        }

        @Override
        public Instant startableAt() {
            return switch (cause) {
                case ByOperator operator -> Instant.MAX;
                case Isolated isolated -> Instant.MAX;
                case Unused none -> Instant.MIN;
                case GaveUp gaveUp -> gaveUp.retryAt();
            };
        }

        @Override
        public String refusal() {
            return switch (cause) {
                case ByOperator operator -> "was stopped by its operator";
                case Isolated isolated -> "is isolated by its administrator (lockdown), and nobody reaches it";
                case Unused none -> "is not started";
                case GaveUp gaveUp -> "failed too often: " + gaveUp.reason();
            };
        }

        @Override
        public String reason() {
            return refusal();
        }

        @Override
        public boolean isTroubled() {
            return cause instanceof GaveUp;
        }

        @Override
        public String word() {
            return switch (cause) {
                case ByOperator operator -> "stopped";
                case Isolated isolated -> "isolated";
                case Unused none -> "stopped";
                case GaveUp gaveUp -> "given_up";
            };
        }

        /** Why it was stopped, which decides who starts it again. */
        public sealed interface Cause {}

        /** Its operator stopped it, who alone starts it again. */
        public record ByOperator() implements Cause {}

        /** Its administrator cut it off, who alone lifts that. */
        public record Isolated() implements Cause {}

        /** Nobody used it; the next request starts it again. */
        public record Unused() implements Cause {}

        /** It failed too often; until then requests fail at once, unless its operator starts it again. */
        public record GaveUp(String reason, Instant retryAt) implements Cause {}
    }
}
