package io.yumen.store.disk;

import io.yumen.store.Count;
import io.yumen.store.Counters;
import io.yumen.store.Key;
import io.yumen.store.StoreLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Counters in a table. */
final class DiskCounters implements Counters {
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Writer writer;

    DiskCounters(StoreLimits limits, InstantSource clock, Writer writer) {
        this.limits = limits;
        this.clock = clock;
        this.writer = writer;
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
        limits.check(counter);
        String key = counter.text();
        return writer.write(tables -> {
            Instant now = clock.instant();
            Optional<Count> stored = stored(tables, key);
            Count count = alive(stored, now)
                    .map(present -> new Count(Math.addExact(present.value(), amount), present.ends()))
                    .orElseGet(() -> new Count(amount, window.map(length -> end(now, length))));
            tables.next();
            forgetEnd(tables, key, stored);
            tables.counters().put(key, Lines.of(count));
            Expiries.add(tables, Expiries.Kind.COUNTER, count.ends(), key);
            Expiries.sweep(tables, now);
            return count;
        });
    }

    @Override
    public Count get(Key counter) {
        limits.check(counter);
        return writer.read(
                tables -> alive(stored(tables, counter.text()), clock.instant()).orElse(Count.NONE));
    }

    @Override
    public void reset(Key counter) {
        limits.check(counter);
        String key = counter.text();
        writer.write(tables -> {
            Optional<Count> stored = stored(tables, key);
            if (stored.isPresent()) {
                tables.next();
                forgetEnd(tables, key, stored);
                tables.counters().remove(key);
            }
            return stored.isPresent();
        });
    }

    private static Optional<Count> stored(Tables tables, String key) {
        return tables.counters().get(key).map(Lines::count);
    }

    private static Optional<Count> alive(Optional<Count> stored, Instant now) {
        return stored.filter(
                count -> count.ends().isEmpty() || now.isBefore(count.ends().get()));
    }

    private static void forgetEnd(Tables tables, String key, Optional<Count> stored) {
        stored.ifPresent(count -> Expiries.remove(tables, Expiries.Kind.COUNTER, count.ends(), key));
    }

    private static Instant end(Instant begin, Duration window) {
        return Instant.ofEpochMilli(begin.toEpochMilli()).plusMillis(window.toMillis());
    }
}
