package io.yumen.catalogue.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Answers that are told again for a while. Those who ask the same at once wait for one reading: 1,000 callers make one request.
 * Failures are told to those who waited, and never kept. Safe for many threads.
 *
 * @param <V> what is kept; not changed by anybody any more
 */
public final class AnswerCache<V> {
    /** What a key and its place cost, beside the value. */
    private static final int OVERHEAD = 300;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final Cache<Question, Entry<V>> kept;
    private final Flights<Question, V> flights = new Flights<>();

    /**
     * An empty one.
     *
     * @param size of a value in bytes
     * @param ticker its time
     */
    public AnswerCache(CacheLimits limits, ToIntFunction<V> size, Ticker ticker) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(limits.bytes())
                .weigher((Question question, Entry<V> entry) ->
                        OVERHEAD + question.text().length() + size.applyAsInt(entry.value()))
                .expireAfter(Expiry.<Question, Entry<V>>creating((question, entry) -> entry.ttl()))
                .ticker(ticker)
                .build();
    }

    /** One that goes by the time of the machine. */
    public static <V> AnswerCache<V> of(ToIntFunction<V> size) {
        return new AnswerCache<>(CacheLimits.DEFAULT, size, Ticker.systemTicker());
    }

    /**
     * The answer to that.
     *
     * @param ttl how long it may be told again
     * @param cancellation ends the wait of this caller, not that of others
     * @param reading asks the system
     */
    public V get(Question question, Duration ttl, Cancellation cancellation, Supplier<V> reading) {
        Entry<V> known = kept.getIfPresent(question);
        if (known != null) {
            hits.increment();
            return known.value();
        }
        Flights.Landed<V> landed = flights.read(question, cancellation, () -> read(question, ttl, reading));
        if (!landed.isOwn()) {
            hits.increment();
        }
        return landed.value();
    }

    /** How it has fared. */
    CacheStatistics statistics() {
        kept.cleanUp();
        long bytes = kept.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return new CacheStatistics(hits.sum(), misses.sum(), bytes);
    }

    /** Forgets everything. */
    void clear() {
        kept.invalidateAll();
    }

    private V read(Question question, Duration ttl, Supplier<V> reading) {
        Entry<V> known = kept.getIfPresent(question);
        (known == null ? misses : hits).increment();
        if (known != null) {
            return known.value();
        }
        V value = reading.get();
        kept.put(question, new Entry<>(value, ttl));
        return value;
    }

    private record Entry<V>(V value, Duration ttl) {}
}
