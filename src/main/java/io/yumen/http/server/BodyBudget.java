package io.yumen.http.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all large request bodies together may take up, from their first bytes until their requests are over: without it some
 * hundred clients that send a body of the largest size, or all but the end of one, would use up the memory. Small bodies
 * always have room, so that nobody is kept out by them. Safe for many threads.
 */
final class BodyBudget {
    /** The size from which a body counts. */
    static final int LARGE = 64 << 10;

    private final AtomicLong left;

    BodyBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes so much, where there is; it must be given back then. */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void give(int bytes) {
        left.addAndGet(bytes);
    }
}
