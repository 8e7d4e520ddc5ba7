package io.yumen.app;

import io.yumen.admin.Explainer;
import io.yumen.auth.policy.Question;
import io.yumen.auth.policy.RulePolicy;
import io.yumen.exchange.Policy.Subject;
import io.yumen.hub.Hub;
import java.util.Optional;
import java.util.Set;

/**
 * Asks rules about what the hub has, as far as its lists are known.
 *
 * @param rules those in force
 */
record Explaining(Hub hub, Rules rules) implements Explainer {
    @Override
    public Explained explain(Question question) {
        return explain(question, rules.current());
    }

    @Override
    public Explained explain(Question question, RulePolicy asked) {
        Optional<Subject.Server> server = hub.subject(question.server());
        Optional<Subject.Entry> listed = hub.subject(question.server(), question.method(), question.name());
        boolean isKnown = question.method().isEmpty() ? server.isPresent() : listed.isPresent();
        Subject.Entry entry = listed.orElseGet(
                () -> question.unlisted(server.orElseGet(() -> new Subject.Server(question.server(), Set.of()))));
        return new Explained(asked.explain(question, entry), isKnown);
    }
}
