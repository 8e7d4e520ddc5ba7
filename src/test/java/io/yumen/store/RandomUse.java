package io.yumen.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Uses a store at random, beside a model of maps that says what must come out. Each seed has a tenant of its own. */
final class RandomUse {
    private static final int NAMES = 6;

    /** A value, as the model has it. */
    private record Modelled(Value value, long version) {}

    private final Random random;
    private final long seed;
    private final Store store;
    private final TurnedClock clock;
    private final Folder folder;
    private final Map<Key, Modelled> values = new HashMap<>();
    private final Map<Key, Long> versions = new HashMap<>();
    private final Map<Key, TreeMap<Long, String>> logs = new HashMap<>();
    private final Map<Key, Long> ends = new HashMap<>();
    private final Map<Key, Count> counts = new HashMap<>();

    RandomUse(long seed, Store store, TurnedClock clock) {
        this.random = new Random(seed);
        this.seed = seed;
        this.store = store;
        this.clock = clock;
        this.folder = Space.GRANTS.in(new TenantId("seed" + seed));
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            try {
                step();
            } catch (AssertionError failed) {
                throw new AssertionError("Seed " + seed + ", step " + step + ": " + failed.getMessage(), failed);
            }
        }
    }

    private void step() {
        switch (random.nextInt(13)) {
            case 0, 1 -> put();
            case 2 -> create();
            case 3, 4 -> replace();
            case 5 -> remove();
            case 6 -> list();
            case 7, 8 -> append();
            case 9 -> trim();
            case 10, 11 -> add();
            default -> clock.turn(Duration.ofMillis(random.nextInt(200)));
        }
        Key key = key();
        assertThat(store.values().get(key)).isEqualTo(present(key).map(value -> entry(key, value)));
        assertThat(store.counters().get(key)).isEqualTo(count(key).orElse(Count.NONE));
    }

    private void put() {
        Key key = key();
        Value value = value();
        wrote(key, value, store.values().put(key, value));
    }

    private void create() {
        Key key = key();
        Value value = value();
        check(key, value, present(key).isEmpty(), store.values().create(key, value));
    }

    private void replace() {
        Key key = key();
        Value value = value();
        long expected = random.nextInt(4) == 0 ? random.nextInt(50) : versions.getOrDefault(key, 7L);
        boolean fits = present(key).filter(there -> there.version() == expected).isPresent();
        check(key, value, fits, store.values().replace(key, expected, value));
    }

    private void check(Key key, Value value, boolean fits, Written written) {
        switch (written) {
            case Written.Stored stored -> {
                assertThat(fits).as("stored").isTrue();
                wrote(key, value, stored.version());
            }
            case Written.Conflict conflict -> {
                assertThat(fits).as("conflict").isFalse();
                assertThat(conflict.present()).isEqualTo(present(key).map(there -> entry(key, there)));
            }
        }
    }

    private void wrote(Key key, Value value, long version) {
        assertThat(version).isGreaterThan(versions.getOrDefault(key, 0L));
        versions.put(key, version);
        values.put(key, new Modelled(value, version));
    }

    private void remove() {
        Key key = key();
        Optional<Modelled> there = present(key);
        if (random.nextBoolean()) {
            assertThat(store.values().remove(key)).isEqualTo(there.isPresent());
            values.remove(key);
        } else {
            long expected = versions.getOrDefault(key, 7L) - random.nextInt(2);
            boolean fits = there.filter(value -> value.version() == expected).isPresent();
            assertThat(store.values().remove(key, expected)).isEqualTo(fits);
            if (fits) {
                values.remove(key);
            }
        }
    }

    private void list() {
        Folder listed = random.nextBoolean() ? folder : folder.below("n");
        List<Entry> seen = new ArrayList<>();
        Page page = store.values().list(listed, 1 + random.nextInt(4));
        seen.addAll(page.entries());
        while (page.last().isPresent()) {
            page = store.values().list(listed, page.last().get(), 1 + random.nextInt(4));
            seen.addAll(page.entries());
        }
        TreeMap<String, Entry> expected = new TreeMap<>();
        values.keySet().stream()
                .filter(listed::holds)
                .forEach(key -> present(key).ifPresent(value -> expected.put(key.text(), entry(key, value))));
        assertThat(seen).containsExactlyElementsOf(expected.values());
    }

    private void append() {
        Key key = key();
        String text = text();
        long sequence = store.logs().append(key, text);
        assertThat(sequence).isEqualTo(ends.getOrDefault(key, 0L) + 1);
        ends.put(key, sequence);
        log(key).put(sequence, text);
    }

    private void trim() {
        Key key = key();
        long before = random.nextInt(8);
        long removed = log(key).headMap(before).size();
        log(key).headMap(before).clear();
        assertThat(store.logs().trim(key, before)).isEqualTo(removed);
        long from = random.nextInt(8);
        assertThat(store.logs().read(key, from, 5))
                .containsExactlyElementsOf(log(key).tailMap(from).entrySet().stream()
                        .limit(5)
                        .map(entry -> new LogRecord(entry.getKey(), entry.getValue()))
                        .toList());
        assertThat(store.logs().next(key)).isEqualTo(ends.getOrDefault(key, 0L) + 1);
    }

    private void add() {
        Key key = key();
        long amount = random.nextInt(10) - 3;
        Optional<Count> there = count(key);
        Duration window = Duration.ofMillis(1 + random.nextInt(300));
        boolean bounded = random.nextBoolean();
        Count added = bounded
                ? store.counters().add(key, amount, window)
                : store.counters().add(key, amount);
        Optional<Instant> fresh = bounded ? Optional.of(clock.instant().plus(window)) : Optional.empty();
        Count expected = there.map(count -> new Count(count.value() + amount, count.ends()))
                .orElseGet(() -> new Count(amount, fresh));
        assertThat(added).isEqualTo(expected);
        counts.put(key, added);
        if (random.nextInt(6) == 0) {
            store.counters().reset(key);
            counts.remove(key);
        }
    }

    private Optional<Modelled> present(Key key) {
        return Optional.ofNullable(values.get(key))
                .filter(there -> !there.value().isExpired(clock.instant()));
    }

    private Optional<Count> count(Key key) {
        return Optional.ofNullable(counts.get(key))
                .filter(count -> count.ends().map(clock.instant()::isBefore).orElse(true));
    }

    private TreeMap<Long, String> log(Key key) {
        return logs.computeIfAbsent(key, fresh -> new TreeMap<>());
    }

    private static Entry entry(Key key, Modelled value) {
        return new Entry(key, value.value(), value.version());
    }

    private Key key() {
        Folder where = random.nextInt(3) == 0 ? folder.below("n") : folder;
        return where.key("k" + random.nextInt(NAMES));
    }

    private Value value() {
        return random.nextBoolean()
                ? Value.of(text())
                : Value.until(clock.instant().plusMillis(random.nextInt(300)), text());
    }

    private String text() {
        return "t\uD83D\uDE00".repeat(random.nextInt(3)) + random.nextInt(1000);
    }
}
