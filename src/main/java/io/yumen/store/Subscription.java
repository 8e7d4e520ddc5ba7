package io.yumen.store;

import java.time.Duration;

/** Somebody who listens to a topic. One thread takes the messages; any may close it. */
public interface Subscription extends AutoCloseable {
    /** What comes next; waits for it at most that long. Messages of one publisher come in their order. */
    Delivery next(Duration wait) throws InterruptedException;

    /** Ends it: whoever waits for a message gets {@link Delivery.Ended}. */
    @Override
    void close();

    /** What a subscription got. */
    sealed interface Delivery {
        /** A message. */
        record Message(String text) implements Delivery {}

        /**
         * Here messages are missing, because they were not taken fast enough ({@link StoreLimits#waitingMessages()}) or the
         * connection was lost: read anew what they are about.
         */
        record Missed() implements Delivery {}

        /** Nothing came in time. */
        record Nothing() implements Delivery {}

        /** The subscription, or the store, is closed. */
        record Ended() implements Delivery {}
    }
}
