package io.yumen.auth.policy;

import io.yumen.exchange.Policy.Decision;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why something is allowed or not.
 *
 * @param decision the outcome
 * @param steps the rules that were asked, in order; the last one decided, where one did
 */
public record Explanation(Decision decision, List<Step> steps) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Whether a rule that decided, or might have, hangs on what the question does not say. */
    public boolean isOpen() {
        return steps.stream().anyMatch(Step::isOpen);
    }

    /** As operators are told it. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (decision) {
            case Decision.Allowed allowed -> json.put("decision", "allowed").put("rule", allowed.rule());
            case Decision.Held held ->
                json.put("decision", "held")
                        .put("rule", held.rule())
                        .put("approver", held.by().name().toLowerCase(Locale.ROOT));
            case Decision.Denied denied ->
                json.put("decision", "denied").put("rule", denied.rule()).put("reason", denied.reason());
        }
        ArrayNode asked = json.putArray("steps");
        for (Step step : steps) {
            asked.addObject()
                    .put("rule", step.rule())
                    .put("effect", step.effect().name().toLowerCase(Locale.ROOT))
                    .put("match", step.match());
        }
        return json;
    }

    /**
     * What became of one rule.
     *
     * @param match whether it was about the request, in words
     * @param isOpen whether that cannot be said without knowing more
     */
    public record Step(String rule, RuleConfig.Effect effect, String match, boolean isOpen) {}
}
