package io.yumen.backend;

import java.time.Instant;

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

    default Stopped stop() {
        return new Stopped();
    }

    /** Known, and not started yet: it starts on first use. */
    record Configured() implements ServerState {
        public Starting start() {
            return new Starting(1);
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

        @Override
        public String word() {
            return "starting";
        }
    }

    /** It answers. */
    record Ready() implements ServerState {
        public Degraded degrade(String reason) {
            return new Degraded(reason);
        }

        public BackingOff fail(String reason, Instant retryAt) {
            return new BackingOff(0, reason, retryAt);
        }

        @Override
        public String word() {
            return "ready";
        }
    }

    /** It answers in part: a replica is down, or its circuit is open. */
    record Degraded(String reason) implements ServerState {
        public Ready recover() {
            return new Ready();
        }

        public BackingOff fail(String cause, Instant retryAt) {
            return new BackingOff(0, cause, retryAt);
        }

        @Override
        public String word() {
            return "degraded";
        }
    }

    /** It failed, and is tried again at that time; until then requests fail at once. */
    record BackingOff(int attempts, String reason, Instant retryAt) implements ServerState {
        public Starting retry() {
            return new Starting(attempts + 1);
        }

        @Override
        public String word() {
            return "backing_off";
        }
    }

    /** Stopped by its operator, by disuse, or because it failed too often; a request or the operator starts it again. */
    record Stopped() implements ServerState {
        public Starting start() {
            return new Starting(1);
        }

        @Override
        public String word() {
            return "stopped";
        }
    }
}
