package io.yumen.service.prometheus;

import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.cache.SegmentLimits;
import io.yumen.catalogue.cache.Segments;
import io.yumen.service.Offer;
import io.yumen.service.Service;
import io.yumen.service.answer.AnswerLimits;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Redactor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Prometheus server, or what speaks its API (Thanos, Mimir, VictoriaMetrics). */
public final class PrometheusService implements Service {
    private static final Identity IDENTITY = new Identity(
            "prometheus",
            "Prometheus",
            "1",
            "Find what there is with metrics and labels, then query. Times are RFC 3339, seconds since 1970, or as far back as in"
                    + " 1h or now-30m.");

    /** What is kept, by kind: names for completion and lists change slowly; what queries tell is never kept. */
    public static final Map<String, SegmentLimits> CACHE = Map.of(
            Api.METADATA, SegmentLimits.of(300, 8),
            Api.LABELS, SegmentLimits.of(60, 2),
            Api.VALUES, SegmentLimits.of(60, 8),
            Api.SERIES, SegmentLimits.of(30, 8),
            Api.STATUS, SegmentLimits.of(10, 4));

    private final Api api;
    private final Offer offer;
    private final Segments<Reply> cache;

    /** One that keeps what it keeps by itself. */
    public PrometheusService(Target target, InstantSource clock) {
        this(target, clock, Segments.of(CACHE, reply -> reply.body().length));
    }

    /**
     * A service.
     *
     * @param target the server's address without {@code /api/v1}
     * @param cache has the kinds of {@link #CACHE}; closed with the service
     */
    public PrometheusService(Target target, InstantSource clock, Segments<Reply> cache) {
        this.cache = cache;
        this.api = new Api(target, clock, cache);
        Answers answers = new Answers("prometheus", AnswerLimits.DEFAULT, Redactor.common());
        this.offer = new Offer(
                Stream.of(
                                new QueryTools(api, answers).all(),
                                new NameTools(api, answers).all(),
                                new StateTools(api, answers).all())
                        .flatMap(List::stream)
                        .toList(),
                new Prompts(api, answers).all(),
                List.of(),
                List.of(answers.large()));
    }

    @Override
    public Identity identity() {
        return IDENTITY;
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public Health health() {
        return api.health();
    }

    @Override
    public void close() {
        cache.close();
    }
}
