package io.yumen.catalogue.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

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
    private final ConcurrentMap<Question, CompletableFuture<V>> readings = new ConcurrentHashMap<>();

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

    /**
     * The answer to that.
     *
     * @param ttl how long it may be told again
     * @param cancellation ends the wait of this caller, not that of others
     * @param reading asks the system
     */
    public V get(Question question, Duration ttl, Cancellation cancellation, Supplier<V> reading) {
        while (true) {
            Entry<V> known = kept.getIfPresent(question);
            if (known != null) {
                hits.increment();
                return known.value();
            }
            CompletableFuture<V> own = new CompletableFuture<>();
            CompletableFuture<V> others = readings.putIfAbsent(question, own);
            if (others == null) {
                return read(question, ttl, own, reading);
            }
            V told = await(others, cancellation);
            if (told != null) {
                hits.increment();
                return told;
            }
        }
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

    private V read(Question question, Duration ttl, CompletableFuture<V> own, Supplier<V> reading) {
        try {
            Entry<V> known = kept.getIfPresent(question);
            (known == null ? misses : hits).increment();
            V value = known == null ? reading.get() : known.value();
            if (known == null) {
                kept.put(question, new Entry<>(value, ttl));
            }
            own.complete(value);
            return value;
        } catch (RpcException e) {
            own.cancel(false); // that caller has gone: who waits with him asks himself
            throw e;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            readings.remove(question, own);
        }
    }

    /** What another caller reads; null where he has gone before he knew. */
    private static <V> @Nullable V await(CompletableFuture<V> reading, Cancellation cancellation) {
        CompletableFuture<V> waiting = reading.copy();
        Cancellation.Registration cancelled = cancellation.onCancel(() -> waiting.cancel(false));
        try {
            return waiting.join();
        } catch (CancellationException e) {
            cancellation.check();
            return null;
        } catch (CompletionException e) {
            cancellation.check();
            if (e.getCause() instanceof CancellationException) {
                return null;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        } finally {
            cancelled.close();
        }
    }

    private record Entry<V>(V value, Duration ttl) {}
}
