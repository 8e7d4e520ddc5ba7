package io.yumen.hub.members;

import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that are under way to a server, so that it can be taken out when the last one is done. */
public final class Traffic {
    private final String server;
    private final AtomicInteger underWay = new AtomicInteger();
    private final CountDownLatch idle = new CountDownLatch(1);
    private final Cancellation ending = new Cancellation();
    private volatile boolean isEnding;

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
        if (isEnding) {
            leave();
            throw new Departed(server);
        }
    }

    void leave() {
        if (underWay.decrementAndGet() == 0 && isEnding) {
            idle.countDown();
        }
    }

    /** Lets no request in any more, and waits until the last one is done, at most that long. */
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
        }
    }

    public boolean isEnding() {
        return isEnding;
    }

    /** Runs that when no request is let in any more, for what would else never be done. */
    public Cancellation.Registration onEnd(Runnable listener) {
        return ending.onCancel(listener);
    }

    public int underWay() {
        return underWay.get();
    }
}
