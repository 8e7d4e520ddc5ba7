package io.yumen.store.memory;

import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import io.yumen.store.Written;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Values in a sorted map. */
final class MemoryValues implements KeyValues {
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final Expiries expiries = new Expiries();
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Runnable requireOpen;
    private long version;
    private final AtomicLong changes = new AtomicLong();

    MemoryValues(StoreLimits limits, InstantSource clock, Runnable requireOpen) {
        this.limits = limits;
        this.clock = clock;
        this.requireOpen = requireOpen;
    }

    @Override
    public Optional<Entry> get(Key key) {
        limits.check(key);
        requireOpen.run();
        lock.lock();
        try {
            return present(key, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long changes() {
        requireOpen.run();
        return changes.get();
    }

    @Override
    public long put(Key key, Value value) {
        return switch (write(key, value, present -> true)) {
            case Written.Stored stored -> stored.version();
            case Written.Conflict conflict -> throw new IllegalStateException("A put has no conflict: " + conflict);
        };
    }

    @Override
    public Written create(Key key, Value value) {
        return write(key, value, Optional::isEmpty);
    }

    @Override
    public Written replace(Key key, long expected, Value value) {
        return write(key, value, hasVersion(expected));
    }

    @Override
    public boolean remove(Key key) {
        return remove(key, Optional::isPresent);
    }

    @Override
    public boolean remove(Key key, long expected) {
        return remove(key, hasVersion(expected));
    }

    @Override
    public Page list(Folder folder, int limit) {
        return list(folder, folder.text(), limit);
    }

    @Override
    public Page list(Folder folder, Key after, int limit) {
        limits.check(after);
        String start = folder.text();
        return list(folder, start.compareTo(after.text()) > 0 ? start : after.text(), limit);
    }

    private Written write(Key key, Value value, Predicate<Optional<Entry>> condition) {
        limits.check(key);
        limits.checkText(value.text());
        requireOpen.run();
        lock.lock();
        try {
            Instant now = clock.instant();
            Optional<Entry> present = present(key, now);
            if (!condition.test(present)) {
                return new Written.Conflict(present);
            }
            drop(key.text());
            entries.put(key.text(), new Entry(key, value, ++version));
            expiries.add(value.expires(), key.text());
            expiries.sweep(now, entries::remove);
            changes.incrementAndGet();
            return new Written.Stored(version);
        } finally {
            lock.unlock();
        }
    }

    private boolean remove(Key key, Predicate<Optional<Entry>> condition) {
        limits.check(key);
        requireOpen.run();
        lock.lock();
        try {
            boolean removed = condition.test(present(key, clock.instant()));
            if (removed) {
                drop(key.text());
                changes.incrementAndGet();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** No key is written as a folder is, so what begins after the folder's own text is what lies in it. */
    private Page list(Folder folder, String after, int limit) {
        int most = limits.page(limit);
        requireOpen.run();
        lock.lock();
        try {
            Instant now = clock.instant();
            List<Entry> page = new ArrayList<>();
            for (Entry entry : entries.tailMap(after, false).values()) {
                if (!folder.holds(entry.key())) {
                    break;
                }
                if (!entry.value().isExpired(now)) {
                    if (page.size() == most) {
                        return new Page(page, Optional.of(page.getLast().key()));
                    }
                    page.add(entry);
                }
            }
            return new Page(page, Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Entry> present(Key key, Instant now) {
        return Optional.ofNullable(entries.get(key.text()))
                .filter(entry -> !entry.value().isExpired(now));
    }

    private void drop(String key) {
        Entry dropped = entries.remove(key);
        if (dropped != null) {
            expiries.remove(dropped.value().expires(), key);
        }
    }

    private static Predicate<Optional<Entry>> hasVersion(long expected) {
        return present -> present.isPresent() && present.get().version() == expected;
    }
}
