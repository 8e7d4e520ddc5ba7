package io.yumen.service.browser.cdp;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many events a browser may send in a second. For one thread. */
final class EventRate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final LongSupplier nanoTime;
    private long since;
    private int count;

    EventRate(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** Whether one more may come. */
    boolean take() {
        long now = nanoTime.getAsLong();
        if (now - since >= SECOND) {
            since = now;
            count = 0;
        }
        return ++count <= most;
    }
}
