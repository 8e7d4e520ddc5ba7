package io.yumen.connect;

import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long somebody goes on trying: pauses that grow, until a time has passed since the first. For one thread. */
final class Patience {
    private final Duration away;
    private final Duration longestPause;
    private final Duration firstPause;
    private final Cancellation cancellation;
    private Duration next;
    private long begun;

    Patience(ConnectLimits limits, Cancellation cancellation) {
        this.away = limits.away();
        this.longestPause = limits.longestPause();
        this.firstPause = limits.pause();
        this.next = firstPause;
        this.cancellation = cancellation;
    }

    /**
     * Waits until the next attempt; false when it is time to give up.
     *
     * @throws io.yumen.protocol.RpcException when the request was cancelled meanwhile
     */
    boolean pause() {
        long now = System.nanoTime();
        begun = begun == 0 ? now : begun;
        if (now - begun >= away.toNanos()) {
            return false;
        }
        sleep();
        next = next.multipliedBy(2).compareTo(longestPause) < 0 ? next.multipliedBy(2) : longestPause;
        return true;
    }

    /** Begins anew, because an attempt went well. */
    void reset() {
        begun = 0;
        next = firstPause;
    }

    private void sleep() {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown);
        try {
            if (cancelled.await(next.toNanos(), TimeUnit.NANOSECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.cancel();
            cancellation.check();
        } finally {
            registration.close();
        }
    }
}
