package io.yumen.audit.sink;

import java.time.Duration;

/**
 * How much waits for a sink, and how patient it is.
 *
 * @param queue records that wait to be sent; more are dropped, and counted
 * @param queueBytes the size of all of them together
 * @param batch records that are sent at once
 * @param timeout how long a connection, and one batch, may take
 * @param firstPause how long it waits after a failure; twice as long after each more
 * @param longestPause and no longer than this
 * @param farewell how long it goes on sending when the gateway ends
 */
public record SinkLimits(
        int queue,
        long queueBytes,
        int batch,
        Duration timeout,
        Duration firstPause,
        Duration longestPause,
        Duration farewell) {
    /** 10,000 records or 32 MiB, 500 at once, 10 s for each; pauses from 250 ms to 30 s; 2 s at the end. */
    public static final SinkLimits DEFAULT = new SinkLimits(
            10_000,
            32L << 20,
            500,
            Duration.ofSeconds(10),
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));

    /** What is read of the answer of a receiver over HTTP. */
    static final int ANSWER_BYTES = 64 << 10;

    public SinkLimits {
        if (queue < 1 || queueBytes < 1 || batch < 1) {
            throw new IllegalArgumentException("The sizes of a sink are positive");
        }
        if (!timeout.isPositive() || !firstPause.isPositive() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("The times of a sink are positive, and pauses grow");
        }
    }

    /** The same with a queue of that length. */
    public SinkLimits withQueue(int records) {
        return new SinkLimits(records, queueBytes, batch, timeout, firstPause, longestPause, farewell);
    }

    /** The same, for a receiver that answers within that time. */
    public SinkLimits withTimeout(Duration time) {
        return new SinkLimits(queue, queueBytes, batch, time, firstPause, longestPause, farewell);
    }
}
