package io.yumen.service.awsdocs.shelf.desk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.yumen.service.awsdocs.shelf.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What is kept in this process: copies that are ready to be told, what there is not, and what failed a moment ago. */
final class Memory {
    /** What a copy takes beside its text. */
    private static final int OVERHEAD = 500;

    private static final int FEW = 10_000;

    /** AWS is asked again for what it failed at no sooner, as long as there is a copy. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Cache<Key, Held> copies;
    private final Cache<Key, Answer.Missing<Thing>> missing;
    private final Cache<Key, String> failures;

    Memory(ShelfLimits limits, InstantSource clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.copies = Caffeine.newBuilder()
                .maximumWeight(limits.memory().bytes())
                .weigher((Key key, Held held) ->
                        OVERHEAD + key.name().length() + held.thing().bytes())
                .expireAfterWrite(limits.memory().time())
                .ticker(ticker)
                .recordStats()
                .build();
        this.missing = Caffeine.newBuilder()
                .maximumSize(FEW)
                .expireAfterWrite(limits.missing())
                .ticker(ticker)
                .build();
        this.failures = Caffeine.newBuilder()
                .maximumSize(FEW)
                .expireAfterWrite(PAUSE)
                .ticker(ticker)
                .build();
    }

    Optional<Held> get(Key key) {
        return Optional.ofNullable(copies.getIfPresent(key));
    }

    /** The same, which does not count as a use. */
    Optional<Held> look(Key key) {
        return Optional.ofNullable(copies.policy().getIfPresentQuietly(key));
    }

    Optional<Answer.Missing<Thing>> missing(Key key) {
        return Optional.ofNullable(missing.getIfPresent(key));
    }

    /** Why AWS did not answer a moment ago. */
    Optional<String> failure(Key key) {
        return Optional.ofNullable(failures.getIfPresent(key));
    }

    void put(Key key, Held held) {
        copies.put(key, held);
        missing.invalidate(key);
        failures.invalidate(key);
    }

    void miss(Key key, Answer.Missing<Thing> answer) {
        copies.invalidate(key);
        missing.put(key, answer);
        failures.invalidate(key);
    }

    void fail(Key key, String reason) {
        failures.put(key, reason);
    }

    /** Forgets what the test says. Returns how many copies went. */
    int remove(Predicate<Key> which) {
        missing.asMap().keySet().removeIf(which);
        failures.asMap().keySet().removeIf(which);
        int before = copies.asMap().size();
        copies.asMap().keySet().removeIf(which);
        return before - copies.asMap().size();
    }

    /** What there are copies of now. */
    Set<Key> keys() {
        return Set.copyOf(copies.asMap().keySet());
    }

    /** Copies that went because there was no room, or they were here too long. */
    long evicted() {
        return copies.stats().evictionCount();
    }

    ShelfStatistics.Level statistics(long hits, long misses) {
        copies.cleanUp();
        long bytes = copies.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return new ShelfStatistics.Level(hits, misses, copies.estimatedSize(), bytes);
    }
}
