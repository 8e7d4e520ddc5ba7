package io.yumen.backend;

import java.time.Duration;
import java.time.InstantSource;

/** Time as the life of servers sees it, so that tests can turn it by hand. Safe for many threads. */
public interface BackendClock extends InstantSource {
    /** A reading of a clock that never jumps, in nanoseconds; only differences mean something. */
    long nanoTime();

    /** Runs the task once, after that delay. Tasks must not block. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that has not run yet, perhaps. */
    @FunctionalInterface
    interface Timer {
        /** Takes it back; without effect once it runs. */
        void cancel();
    }
}
