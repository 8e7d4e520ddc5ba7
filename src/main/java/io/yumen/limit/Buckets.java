package io.yumen.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One rate, counted for each key by itself. GCRA: a key is remembered as the moment at which its whole burst is there again, and
 * forgotten after it. When more keys are at work than can be remembered, those that come then share one count. Safe for many
 * threads; one decision is atomic.
 */
final class Buckets {
    private static final Object CROWD = new Object();
    private static final long SWEEP_NANOS = 1_000_000_000;

    private final String name;
    private final RateConfig rate;
    private final int mostKeys;
    private final LongSupplier clock;
    private final long interval;
    private final long burstNanos;

    /** By key, when its whole burst is there again. */
    private final ConcurrentHashMap<Object, Long> full = new ConcurrentHashMap<>();

    private final AtomicLong nextSweep;

    Buckets(String name, RateConfig rate, int mostKeys, LongSupplier clock) {
        this.name = name;
        this.rate = rate;
        this.mostKeys = mostKeys;
        this.clock = clock;
        interval = rate.intervalNanos();
        burstNanos = Math.multiplyExact(interval, rate.burst());
        nextSweep = new AtomicLong(clock.getAsLong() + SWEEP_NANOS);
    }

    String name() {
        return name;
    }

    RateConfig rate() {
        return rate;
    }

    /** Takes one; returns 0, or, when there is none, in how many nanoseconds there will be. */
    long take(Object key) {
        long[] wait = {0};
        full.compute(remembered(key, clock.getAsLong()), (ignored, before) -> {
            // Not before it is its turn: who was held up on the way would count what others took since as taken in
            // advance.
            long now = clock.getAsLong();
            long from = before == null ? now : Math.max(now, before);
            wait[0] = Math.max(0, from + interval - now - burstNanos);
            return wait[0] == 0 ? Long.valueOf(from + interval) : before;
        });
        return wait[0];
    }

    /** Gives one back that was taken and not used. */
    void giveBack(Object key) {
        full.computeIfPresent(key, (ignored, before) -> before - interval);
    }

    /** In how many nanoseconds there is one; 0 where there is one now. */
    long waitFor(Object key) {
        long now = clock.getAsLong();
        return Math.max(0, used(key, now) + interval - burstNanos);
    }

    Standing standing(Object key) {
        long used = used(key, clock.getAsLong());
        return new Standing(name, rate, Math.max(0, (burstNanos - used) / interval), used);
    }

    int keys() {
        return full.size();
    }

    private long used(Object key, long now) {
        Long at = full.get(key);
        return at == null ? 0 : Math.max(0, at - now);
    }

    private Object remembered(Object key, long now) {
        if (full.size() < mostKeys || full.containsKey(key)) {
            return key;
        }
        long due = nextSweep.get();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + SWEEP_NANOS)) {
            full.values().removeIf(at -> at - now <= 0);
        }
        return full.size() < mostKeys ? key : CROWD;
    }
}
