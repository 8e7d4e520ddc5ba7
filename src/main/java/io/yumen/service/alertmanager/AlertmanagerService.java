package io.yumen.service.alertmanager;

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

/** An Alertmanager, or what speaks its API (Mimir, VictoriaMetrics). */
public final class AlertmanagerService implements Service {
    private static final Identity IDENTITY = new Identity(
            "alertmanager",
            "Alertmanager",
            "1",
            "Look at alerts or alert_groups first. Preview a silence before you create it, make it narrow and short, and say why.");

    /** What is kept, by kind; alerts and silences are always read. */
    public static final Map<String, SegmentLimits> CACHE =
            Map.of(Api.STATUS, SegmentLimits.of(10, 1), Api.RECEIVERS, SegmentLimits.of(60, 1));

    private final Api api;
    private final Offer offer;
    private final Segments<Reply> cache;

    /** One that keeps what it keeps by itself. */
    public AlertmanagerService(Target target, InstantSource clock) {
        this(target, clock, Segments.of(CACHE, reply -> reply.body().length));
    }

    /**
     * A service.
     *
     * @param target the server's address without {@code /api/v2}
     * @param cache has the kinds of {@link #CACHE}; closed with the service
     */
    public AlertmanagerService(Target target, InstantSource clock, Segments<Reply> cache) {
        this.cache = cache;
        this.api = new Api(target, clock, cache);
        Answers answers = new Answers("alertmanager", AnswerLimits.DEFAULT, Redactor.common());
        this.offer = new Offer(
                Stream.of(new AlertTools(api, answers).all(), new SilenceTools(api, answers).all())
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
