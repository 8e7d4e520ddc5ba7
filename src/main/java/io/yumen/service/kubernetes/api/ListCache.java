package io.yumen.service.kubernetes.api;

import io.yumen.catalogue.cache.Question;
import io.yumen.catalogue.cache.SegmentLimits;
import io.yumen.catalogue.cache.Segments;
import io.yumen.exchange.Cancellation;
import io.yumen.tenant.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;

/**
 * Pages of lists, and schemas, that are told again for a while: to the same caller, of the same cluster, to the same words. What is
 * changed through this service ends what was kept of lists of its cluster. Safe for many threads.
 */
public final class ListCache implements AutoCloseable {
    static final String LISTS = "lists";
    static final String SCHEMAS = "schemas";

    /** What is kept: lists for a moment, so that what others change is seen. */
    public static final Map<String, SegmentLimits> KINDS =
            Map.of(LISTS, SegmentLimits.of(2, 16), SCHEMAS, SegmentLimits.of(300, 16));

    /** What of a list is in memory beside its bytes. */
    private static final int TREE = 6;

    /** How much memory a page takes. */
    public static final ToIntFunction<Page> SIZE = page -> TREE * page.bytes();

    private final Segments<Page> segments;
    private final Map<String, Long> changes = new ConcurrentHashMap<>();

    /** @param segments has the kinds of {@link #KINDS}; closed with this */
    public ListCache(Segments<Page> segments) {
        this.segments = segments;
    }

    /** One that keeps nothing. */
    public static ListCache none() {
        SegmentLimits nothing = SegmentLimits.of(0, 1);
        return new ListCache(Segments.of(Map.of(LISTS, nothing, SCHEMAS, nothing), SIZE));
    }

    /**
     * What a cluster answered.
     *
     * @param bytes how long it was on the wire
     */
    public record Page(JsonNode tree, int bytes) {}

    /** Whose question it is: as whom the cluster is asked, and for whom. */
    record Asker(String cluster, As as, Principal who) {}

    /** The answer to that request. */
    Page get(String kind, Asker asker, Request request, Cancellation cancellation, Supplier<Page> reading) {
        long version = kind.equals(LISTS) ? changes.getOrDefault(asker.cluster(), 0L) : 0;
        String text = version + " " + request.accept() + " " + request.target();
        Question question =
                new Question(asker.cluster(), asker.who(), asker.as().mark(), text);
        return segments.get(kind, question, cancellation, reading);
    }

    /** Something of that cluster is different now. */
    void changed(String cluster) {
        changes.merge(cluster, 1L, Long::sum);
    }

    @Override
    public void close() {
        segments.close();
    }
}
