package io.yumen.service.prometheus;

import io.yumen.catalogue.Target;
import io.yumen.service.Offer;
import io.yumen.service.Service;
import io.yumen.service.answer.AnswerLimits;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Redactor;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** A Prometheus server, or what speaks its API (Thanos, Mimir, VictoriaMetrics). */
public final class PrometheusService implements Service {
    private static final Identity IDENTITY = new Identity(
            "prometheus",
            "Prometheus",
            "1",
            "Find what there is with metrics and labels, then query. Times are RFC 3339, seconds since 1970, or as far back as in"
                    + " 1h or now-30m.");

    private final Offer offer;

    /** @param target the server's address without {@code /api/v1} */
    public PrometheusService(Target target, InstantSource clock) {
        Api api = new Api(target, clock);
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
    public void close() {
        // It holds nothing.
    }
}
