package io.yumen.service.browser.link;

import java.time.Instant;

/** Where the connection to a browser stands. Each state offers the moves that it allows, and no other. */
public sealed interface LinkState {
    /** It can be used. */
    sealed interface Up extends LinkState {
        /** From when on. */
        Instant since();

        /** The browser gave no sign of life in time. */
        LinkState missed();

        /** The browser gave one. */
        default Up answered() {
            return new Connected(since());
        }

        /** The connection has ended. */
        default Reconnecting lost(String reason) {
            return new Reconnecting(0, reason);
        }
    }

    /** It is being opened. */
    sealed interface Opening extends LinkState {
        /** It is open. */
        default Connected opened(Instant now) {
            return new Connected(now);
        }

        /** It could not be opened; after so many tries it is given up. */
        LinkState failed(int most, String reason);
    }

    /** For operators and metrics. */
    String name();

    /** The user has not proved yet that it is theirs. */
    record Pending() implements LinkState {
        /** Now they have. */
        public Disconnected paired() {
            return new Disconnected(Cause.UNUSED, "");
        }

        @Override
        public String name() {
            return "pending";
        }
    }

    /**
     * It is opened, for somebody waits for it or to see whether it is there again.
     *
     * @param before why there was none
     */
    record Connecting(Cause before) implements Opening {
        @Override
        public LinkState failed(int most, String reason) {
            // One that was given up is tried once now and then, not over and over again.
            return before == Cause.GIVEN_UP
                    ? new Disconnected(Cause.GIVEN_UP, reason)
                    : new Reconnecting(0, reason).failed(most, reason);
        }

        @Override
        public String name() {
            return "connecting";
        }
    }

    /** It is there. */
    record Connected(Instant since) implements Up {
        @Override
        public Degraded missed() {
            return new Degraded(since);
        }

        @Override
        public String name() {
            return "connected";
        }
    }

    /** It is there, but the browser gave no sign of life when it was asked. */
    record Degraded(Instant since) implements Up {
        @Override
        public Reconnecting missed() {
            return lost("the browser gives no sign of life");
        }

        @Override
        public String name() {
            return "degraded";
        }
    }

    /**
     * It was lost and is opened again, with pauses that grow.
     *
     * @param tries how many have failed
     * @param reason what went wrong last
     */
    record Reconnecting(int tries, String reason) implements Opening {
        @Override
        public LinkState failed(int most, String why) {
            return tries + 1 >= most ? new Disconnected(Cause.GIVEN_UP, why) : new Reconnecting(tries + 1, why);
        }

        @Override
        public String name() {
            return "reconnecting";
        }
    }

    /**
     * There is none.
     *
     * @param cause why
     * @param reason what went wrong last; may be empty
     */
    record Disconnected(Cause cause, String reason) implements LinkState {
        /** Somebody needs it, or it is time to see. */
        public Connecting wanted() {
            return new Connecting(cause);
        }

        @Override
        public String name() {
            return "disconnected";
        }
    }

    /** It was taken away; nothing brings it back. */
    record Revoked() implements LinkState {
        @Override
        public String name() {
            return "revoked";
        }
    }

    /** Why there is no connection. */
    enum Cause {
        /** Nobody needs one. */
        UNUSED,
        /** It could not be opened too often. */
        GIVEN_UP
    }
}
