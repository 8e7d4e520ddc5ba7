package io.yumen.service.browser.page;

import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One call after the other works in a tab, in the order in which they came; few wait. Safe for many threads. */
final class Turns {
    private final int queue;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1, true);
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * The turns of a tab.
     *
     * @param queue how many wait at most
     * @param patience how long one waits
     */
    Turns(int queue, Duration patience) {
        this.queue = queue;
        this.patience = patience;
    }

    <T> T take(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }

    private void begin() {
        if (waiting.incrementAndGet() > queue) {
            waiting.decrementAndGet();
            throw new ToolFailure(
                    "busy", queue + " calls wait for this page already: wait for them to end", Duration.ofSeconds(1));
        }
        try {
            if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ToolFailure(
                        "busy", "Another call still works on this page: try again when it has ended", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            waiting.decrementAndGet();
        }
    }
}
