package io.yumen.session.legacy;

import java.util.concurrent.locks.ReentrantLock;

/** A token bucket: so many a second, and as many at once. */
final class Budget {
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;
    private long refilledNanos;

    Budget(int perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.refilledNanos = System.nanoTime();
    }

    /** Takes one; false where none is left. */
    boolean take() {
        lock.lock();
        try {
            long now = System.nanoTime();
            tokens = Math.min(perSecond, tokens + perSecond * ((now - refilledNanos) / NANOS));
            refilledNanos = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
