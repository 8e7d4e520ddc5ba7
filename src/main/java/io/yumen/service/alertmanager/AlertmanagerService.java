package io.yumen.service.alertmanager;

import io.yumen.catalogue.Target;
import io.yumen.service.Offer;
import io.yumen.service.Service;
import io.yumen.service.answer.AnswerLimits;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Redactor;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** An Alertmanager, or what speaks its API (Mimir, VictoriaMetrics). */
public final class AlertmanagerService implements Service {
    private static final Identity IDENTITY = new Identity(
            "alertmanager",
            "Alertmanager",
            "1",
            "Look at alerts or alert_groups first. Preview a silence before you create it, make it narrow and short, and say why.");

    private final Offer offer;

    /** @param target the server's address without {@code /api/v2} */
    public AlertmanagerService(Target target, InstantSource clock) {
        Api api = new Api(target, clock);
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
    public void close() {
        // It holds nothing.
    }
}
