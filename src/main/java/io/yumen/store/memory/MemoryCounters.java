package io.yumen.store.memory;

import io.yumen.store.Count;
import io.yumen.store.Counters;
import io.yumen.store.Key;
import io.yumen.store.StoreLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Counters in a map. */
final class MemoryCounters implements Counters {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Count> counts = new HashMap<>();
    private final Expiries expiries = new Expiries();
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Runnable requireOpen;

    MemoryCounters(StoreLimits limits, InstantSource clock, Runnable requireOpen) {
        this.limits = limits;
        this.clock = clock;
        this.requireOpen = requireOpen;
    }

    @Override
    public Count add(Key counter, long amount) {
        return add(counter, amount, Optional.empty());
    }

    @Override
    public Count add(Key counter, long amount, Duration window) {
        if (window.toMillis() < 1) {
            throw new IllegalArgumentException("A window is at least a millisecond long");
        }
        return add(counter, amount, Optional.of(window));
    }

    private Count add(Key counter, long amount, Optional<Duration> window) {
        check(counter);
        String key = counter.text();
        lock.lock();
        try {
            Instant now = clock.instant();
            Optional<Count> present = present(key, now);
            Count count = present.isPresent()
                    ? new Count(
                            Math.addExact(present.get().value(), amount),
                            present.get().ends())
                    : new Count(amount, window.map(length -> end(now, length)));
            drop(key);
            counts.put(key, count);
            expiries.add(count.ends(), key);
            expiries.sweep(now, counts::remove);
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Count get(Key counter) {
        check(counter);
        lock.lock();
        try {
            return present(counter.text(), clock.instant()).orElse(Count.NONE);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reset(Key counter) {
        check(counter);
        lock.lock();
        try {
            drop(counter.text());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Count> present(String key, Instant now) {
        return Optional.ofNullable(counts.get(key))
                .filter(count ->
                        count.ends().isEmpty() || now.isBefore(count.ends().get()));
    }

    private static Instant end(Instant begin, Duration window) {
        return begin.truncatedTo(ChronoUnit.MILLIS).plusMillis(window.toMillis());
    }

    private void drop(String key) {
        Count dropped = counts.remove(key);
        if (dropped != null) {
            expiries.remove(dropped.ends(), key);
        }
    }

    private void check(Key counter) {
        limits.check(counter);
        requireOpen.run();
    }
}
