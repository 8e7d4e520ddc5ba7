package io.yumen.store.disk;

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
import java.util.function.Predicate;

/** Values in a table. */
final class DiskValues implements KeyValues {
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Writer writer;

    DiskValues(StoreLimits limits, InstantSource clock, Writer writer) {
        this.limits = limits;
        this.clock = clock;
        this.writer = writer;
    }

    @Override
    public Optional<Entry> get(Key key) {
        limits.check(key);
        return writer.read(tables -> alive(stored(tables, key), clock.instant()));
    }

    @Override
    public long changes() {
        return writer.changes();
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
        // The next text of all is the same with the lowest character behind it.
        String next = after.text() + "\0";
        return list(folder, folder.text().compareTo(next) > 0 ? folder.text() : next, limit);
    }

    private Page list(Folder folder, String from, int limit) {
        int most = limits.page(limit);
        return writer.read(tables -> {
            Instant now = clock.instant();
            List<Entry> found = new ArrayList<>();
            tables.values().scan(folder.text(), from, (key, line) -> {
                Entry entry = Lines.entry(Key.parse(key), line);
                if (!entry.value().isExpired(now)) {
                    found.add(entry);
                }
                return found.size() <= most;
            });
            return found.size() <= most
                    ? new Page(found, Optional.empty())
                    : new Page(
                            found.subList(0, most),
                            Optional.of(found.get(most - 1).key()));
        });
    }

    private Written write(Key key, Value value, Predicate<Optional<Entry>> condition) {
        limits.check(key);
        limits.checkText(value.text());
        return writer.write(tables -> {
            Instant now = clock.instant();
            Optional<Entry> stored = stored(tables, key);
            Optional<Entry> present = alive(stored, now);
            if (!condition.test(present)) {
                return new Written.Conflict(present);
            }
            long version = tables.next();
            forgetExpiry(tables, stored);
            tables.values().put(key.text(), Lines.of(value, version));
            Expiries.add(tables, Expiries.Kind.VALUE, value.expires(), key.text());
            Expiries.sweep(tables, now);
            return new Written.Stored(version);
        });
    }

    private boolean remove(Key key, Predicate<Optional<Entry>> condition) {
        limits.check(key);
        return writer.write(tables -> {
            Optional<Entry> stored = stored(tables, key);
            boolean removed = condition.test(alive(stored, clock.instant()));
            if (removed) {
                tables.next();
                forgetExpiry(tables, stored);
                tables.values().remove(key.text());
            }
            return removed;
        });
    }

    private static Optional<Entry> stored(Tables tables, Key key) {
        return tables.values().get(key.text()).map(line -> Lines.entry(key, line));
    }

    private static Optional<Entry> alive(Optional<Entry> stored, Instant now) {
        return stored.filter(entry -> !entry.value().isExpired(now));
    }

    private static void forgetExpiry(Tables tables, Optional<Entry> stored) {
        stored.ifPresent(entry -> Expiries.remove(
                tables,
                Expiries.Kind.VALUE,
                entry.value().expires(),
                entry.key().text()));
    }

    private static Predicate<Optional<Entry>> hasVersion(long expected) {
        return present -> present.isPresent() && present.get().version() == expected;
    }
}
