package io.yumen.service.kubernetes.api;

import io.yumen.exchange.Cancellation;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets so many requests a second through, some of them at once (GCRA). Who comes too early waits; whose turn would come too late
 * is told so. Safe for many threads.
 */
final class Turnstile {
    private final long interval;
    private final long ahead;
    private final Duration patience;
    private final LongSupplier clock;
    private final AtomicLong next;

    /**
     * A turnstile.
     *
     * @param patience how long somebody waits at most
     * @param clock nanoseconds
     */
    Turnstile(int perSecond, int burst, Duration patience, LongSupplier clock) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.ahead = interval * (burst - 1);
        this.patience = patience;
        this.clock = clock;
        this.next = new AtomicLong(clock.getAsLong() - ahead);
    }

    /** Waits for its turn. */
    void pass(Cancellation cancellation) {
        Duration wait = Duration.ofNanos(Math.max(0, turn()));
        if (!wait.isZero()) {
            cancellation.pause(wait);
        }
    }

    /** Takes the next turn; returns in how many nanoseconds it comes. */
    long turn() {
        while (true) {
            long now = clock.getAsLong();
            long before = next.get();
            long turn = Math.max(before, now - ahead);
            if (turn - now > patience.toNanos()) {
                throw new ToolFailure(
                        "busy",
                        "More is asked of this cluster than its \"qps\" lets through; try again in a moment, or ask for less",
                        Duration.ofSeconds(1));
            }
            if (next.compareAndSet(before, turn + interval)) {
                return turn - now;
            }
        }
    }
}
