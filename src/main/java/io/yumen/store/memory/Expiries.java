package io.yumen.store.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which keys expire when. Every write removes two that have: so what has expired never is more than what was written lately, and
 * no timer is needed. Guarded by its owner's lock.
 */
final class Expiries {
    private static final int REMOVED_PER_WRITE = 2;

    private record Expiry(Instant at, String key) {}

    private final TreeSet<Expiry> all =
            new TreeSet<>(Comparator.comparing(Expiry::at).thenComparing(Expiry::key));

    void add(Optional<Instant> at, String key) {
        at.ifPresent(instant -> all.add(new Expiry(instant, key)));
    }

    void remove(Optional<Instant> at, String key) {
        at.ifPresent(instant -> all.remove(new Expiry(instant, key)));
    }

    void sweep(Instant now, Consumer<String> removal) {
        for (int i = 0;
                i < REMOVED_PER_WRITE && !all.isEmpty() && !all.first().at().isAfter(now);
                i++) {
            removal.accept(all.pollFirst().key());
        }
    }
}
