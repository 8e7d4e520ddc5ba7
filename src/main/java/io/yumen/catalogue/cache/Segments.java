package io.yumen.catalogue.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The cached answers of one system, by their kind: each kind has its own room and its own time, so that much of one does not push out
 * the others. Safe for many threads.
 *
 * @param <V> what is kept; not changed by anybody any more
 */
public final class Segments<V> implements AutoCloseable {
    private final Map<String, Segment<V>> segments = new TreeMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Empty ones.
     *
     * @param kinds each kind that there is
     * @param size of a value in bytes
     * @param ticker their time
     */
    public Segments(Map<String, SegmentLimits> kinds, ToIntFunction<V> size, Ticker ticker) {
        kinds.forEach((kind, limits) -> segments.put(
                kind, new Segment<>(limits, new AnswerCache<>(new CacheLimits(limits.bytes()), size, ticker))));
    }

    /** Those that go by the time of the machine. */
    public static <V> Segments<V> of(Map<String, SegmentLimits> kinds, ToIntFunction<V> size) {
        return new Segments<>(kinds, size, Ticker.systemTicker());
    }

    /**
     * The answer to that; as for {@link AnswerCache#get}.
     *
     * @param kind one of those that there are
     */
    public V get(String kind, Question question, Cancellation cancellation, Supplier<V> reading) {
        return get(kind, question, segment(kind).limits().ttl(), cancellation, reading);
    }

    /**
     * The same of what may be told again for another time.
     *
     * @param ttl how long, and no longer than anything of that kind
     */
    public V get(String kind, Question question, Duration ttl, Cancellation cancellation, Supplier<V> reading) {
        Segment<V> segment = segment(kind);
        Duration most = segment.limits().ttl();
        Duration time = ttl.compareTo(most) < 0 ? ttl : most;
        return time.isZero() || closed.get()
                ? reading.get()
                : segment.cache().get(question, time, cancellation, reading);
    }

    private Segment<V> segment(String kind) {
        Segment<V> segment = segments.get(kind);
        if (segment == null) {
            throw new IllegalArgumentException("There is no kind \"" + kind + "\"");
        }
        return segment;
    }

    /** How each kind has fared. */
    public Map<String, CacheStatistics> statistics() {
        Map<String, CacheStatistics> all = new TreeMap<>();
        segments.forEach((kind, segment) -> all.put(kind, segment.cache().statistics()));
        return all;
    }

    /** Whether nothing is kept any more. */
    public boolean isClosed() {
        return closed.get();
    }

    /** Forgets everything, and keeps nothing from now on. */
    @Override
    public void close() {
        closed.set(true);
        segments.values().forEach(segment -> segment.cache().clear());
    }

    private record Segment<V>(SegmentLimits limits, AnswerCache<V> cache) {}
}
