package io.yumen.backend.link;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Cancels what takes longer than it may: for the few requests that a connection sends on its own account. */
public final class TimeLimit implements AutoCloseable {
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch done = new CountDownLatch(1);

    private TimeLimit() {}

    /** Starts the clock. Close it when the work is done. */
    public static TimeLimit of(Duration duration) {
        TimeLimit limit = new TimeLimit();
        Thread.ofVirtual().name("time-limit").start(() -> limit.watch(duration));
        return limit;
    }

    /** Fires when the time is over, with a timeout as its cause. */
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public void close() {
        done.countDown();
    }

    private void watch(Duration duration) {
        try {
            if (!done.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                cancellation.cancel(RpcException.timeout("There was no answer within " + duration.toMillis() + " ms"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
