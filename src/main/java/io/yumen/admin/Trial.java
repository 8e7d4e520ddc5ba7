package io.yumen.admin;

import io.yumen.auth.policy.Explanation;
import io.yumen.auth.policy.Question;
import io.yumen.auth.policy.RulePolicy;
import io.yumen.exchange.Policy.Decision;
import io.yumen.protocol.Methods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What other rules would have decided about calls that the audit trail has. A record says less than a call: where rules hang on
 * what it does not say (the values of arguments, claims), nothing is said of the call either. Used by one thread.
 */
final class Trial {
    /** Different changes that are told at most. */
    private static final int MOST_CHANGES = 200;

    private static final Map<String, String> KINDS = Map.of(
            Methods.TOOLS_CALL, "tool",
            Methods.PROMPTS_GET, "prompt",
            Methods.RESOURCES_READ, "resource");

    /** Decided by something else than a rule, which stays. */
    private static final Set<String> NO_RULES = Set.of(RulePolicy.SCOPES, "(unlisted)");

    private final RulePolicy rules;
    private final Explainer explainer;
    private final Map<String, ObjectNode> changes = new LinkedHashMap<>();
    private int asked;
    private int open;
    private int changed;

    Trial(RulePolicy rules, Explainer explainer) {
        this.rules = rules;
        this.explainer = explainer;
    }

    /** Takes a record; what is none of a call that was decided is passed over. */
    void take(ObjectNode record) {
        String was = text(record, "decision");
        String kind = KINDS.get(text(record, "method"));
        if (kind == null || was.isEmpty() || NO_RULES.contains(text(record, "rule"))) {
            return;
        }
        asked++;
        Explanation would =
                explainer.explain(Question.read(question(record, kind)), rules).explanation();
        if (would.isOpen()) {
            open++;
        } else if (!word(would.decision()).equals(was)) {
            changed++;
            tell(record, was, would.decision());
        }
    }

    ObjectNode result() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("calls", asked)
                .put("same", asked - open - changed)
                .put("changed", changed)
                .put("open", open);
        ArrayNode told = json.putArray("changes");
        changes.values().forEach(told::add);
        return json;
    }

    private void tell(ObjectNode record, String was, Decision would) {
        String who = text(record, "tenant") + "\n" + text(record, "principal");
        String what = text(record, "server") + "\n" + text(record, "method") + "\n" + text(record, "name");
        String key = who + "\n" + what + "\n" + was + "\n" + would.rule();
        ObjectNode known = changes.get(key);
        if (known != null) {
            known.put("times", known.path("times").asInt() + 1);
        } else if (changes.size() < MOST_CHANGES) {
            ObjectNode change = JsonNodeFactory.instance.objectNode();
            for (String field : new String[] {"tenant", "principal", "server", "method", "name"}) {
                change.put(field, text(record, field));
            }
            change.put("was", was).put("by", text(record, "rule"));
            change.put("would", word(would)).put("rule", would.rule());
            changes.put(key, change.put("times", 1).put("last", text(record, "time")));
        }
    }

    private static ObjectNode question(ObjectNode record, String kind) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("principal", orElse(record, "principal", "unknown"))
                .put("tenant", orElse(record, "tenant", "local"));
        question.put("proof", orElse(record, "auth", "none")).put("address", text(record, "address"));
        question.put("server", text(record, "server")).put(kind, text(record, "name"));
        record.path("roles").forEach(question.putArray("roles")::add);
        JsonNode arguments = record.path("arguments");
        if (arguments.path("values").size() == arguments.path("names").size()) {
            question.set(
                    "arguments",
                    arguments.path("values") instanceof ObjectNode values
                            ? values
                            : JsonNodeFactory.instance.objectNode());
        }
        return question;
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.Allowed ignored -> "allowed";
            case Decision.Held ignored -> "held";
            case Decision.Denied ignored -> "denied";
        };
    }

    private static String orElse(ObjectNode record, String field, String usual) {
        String text = text(record, field);
        return text.isBlank() ? usual : text;
    }

    private static String text(ObjectNode record, String field) {
        return record.path(field).asString("");
    }
}
