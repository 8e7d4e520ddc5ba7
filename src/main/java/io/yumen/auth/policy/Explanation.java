package io.yumen.auth.policy;

import io.yumen.exchange.Policy.Decision;
import java.util.List;

/**
 * Why something is allowed or not.
 *
 * @param decision the outcome
 * @param steps the rules that were asked, in order; the decision names which of them decided, where one did
 */
public record Explanation(Decision decision, List<Step> steps) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Whether a rule that decided, or might have, hangs on what the question does not say. */
    public boolean isOpen() {
        return steps.stream().anyMatch(Step::isOpen);
    }

    /**
     * What became of one rule.
     *
     * @param match whether it was about the request, in words
     * @param isOpen whether that cannot be said without knowing more
     */
    public record Step(String rule, RuleConfig.Effect effect, String match, boolean isOpen) {}
}
