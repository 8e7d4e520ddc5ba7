package io.yumen.backend.life;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections to one server may be open, or opening, at once. */
final class Budget {
    private final int most;
    private final AtomicInteger taken = new AtomicInteger();

    Budget(int most) {
        this.most = most;
    }

    /** Whether there was one left, which now belongs to the caller. */
    boolean take() {
        return taken.getAndUpdate(count -> Math.min(count + 1, most)) < most;
    }

    void give() {
        taken.decrementAndGet();
    }

    boolean isSpent() {
        return taken.get() >= most;
    }

    int taken() {
        return taken.get();
    }
}
