package io.yumen.store;

import java.time.Duration;

/**
 * Counters, with a window of time or without end. Additions of many threads and gateways add up. Safe for many threads; every
 * method blocks, and throws {@link StoreException}; an addition costs what any write does, so what is counted on every request
 * belongs into a store that keeps nothing.
 */
public interface Counters {
    /**
     * Adds to a counter without end.
     *
     * @throws ArithmeticException where the sum is beyond a long; it is unchanged then
     */
    Count add(Key counter, long amount);

    /**
     * Adds to a counter with a window. The window begins with the first addition, and that one's length holds; when it has ended,
     * the counter begins with 0 again, and a new window.
     *
     * @param window at least a millisecond
     * @throws ArithmeticException where the sum is beyond a long; it is unchanged then
     */
    Count add(Key counter, long amount, Duration window);

    /** What it says now. */
    Count get(Key counter);

    /** Lets it begin with 0 again, and without a window. */
    void reset(Key counter);
}
