package io.yumen.hub.members;

import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests that are under way to a server, so that it can be taken out when the last one is done. Safe for many
 * threads.
 */
public final class Traffic {
    private final String server;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();
    private final CountDownLatch idle = new CountDownLatch(1);
    private final Cancellation ending = new Cancellation();
    private volatile boolean isEnding;
    private volatile boolean isOver;

    public Traffic(String server) {
        this.server = server;
    }

    /**
     * Begins a request; {@link #leave} ends it.
     *
     * @throws Departed when no request is let in any more
     */
    void enter() {
        underWay.incrementAndGet();
        if (isEnding && (isOver || kept.get() == 0)) {
            leave();
            throw new Departed(server);
        }
    }

    void leave() {
        if (underWay.decrementAndGet() == 0 && isEnding) {
            idle.countDown();
        }
    }

    /**
     * Has the server stay until {@link #letGo}, and let requests in, even where its end begins meanwhile; no longer than the
     * limit of that end. Called before the end has begun.
     */
    public void keep() {
        underWay.incrementAndGet();
        kept.incrementAndGet();
    }

    /** Takes {@link #keep} back. */
    public void letGo() {
        kept.decrementAndGet();
        leave();
    }

    /** Waits until the last request is done, at most that long; then lets none in any more. */
    public boolean end(Duration limit) {
        isEnding = true;
        ending.cancel();
        if (underWay.get() == 0) {
            idle.countDown();
        }
        try {
            return idle.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            isOver = true;
        }
    }

    public boolean isEnding() {
        return isEnding;
    }

    /** @throws Departed when it has ended */
    void requireThere() {
        if (isOver) {
            throw new Departed(server);
        }
    }

    /** Runs that when the end begins, for what would else never be done. */
    public Cancellation.Registration onEnd(Runnable listener) {
        return ending.onCancel(listener);
    }

    public int underWay() {
        return Math.max(0, underWay.get() - kept.get());
    }
}
