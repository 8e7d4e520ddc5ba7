package io.yumen.admin;

import io.yumen.auth.policy.Explanation;
import io.yumen.auth.policy.Question;
import io.yumen.auth.policy.RulePolicy;
import io.yumen.exchange.Policy.Decision;
import io.yumen.protocol.Methods;
import io.yumen.schema.Doc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
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

    private static final Pattern VIEW = Pattern.compile("/views/([^/]+)/mcp");

    /** Decided by something else than a rule, which stays. */
    private static final Set<String> NO_RULES = Set.of(RulePolicy.SCOPES, "(unlisted)");

    private final RulePolicy rules;
    private final Explainer explainer;
    private final Map<Key, Tally> changes = new LinkedHashMap<>();
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
        if (kind == null || was.isEmpty() || stays(was, text(record, "rule"))) {
            return;
        }
        asked++;
        Explanation would =
                explainer.explain(Question.read(question(record, kind)), rules).explanation();
        // A record has no scopes.
        if (would.isOpen() || rules.demandsScopes(would.decision().rule())) {
            open++;
        } else if (!word(would.decision()).equals(was)) {
            changed++;
            tell(record, was, would.decision());
        }
    }

    Result result() {
        List<Change> told = changes.values().stream().map(Tally::change).toList();
        return new Result(asked, asked - open - changed, changed, open, told);
    }

    /** What a view lets through is decided by rules, too; what it does not have stays out whatever they say. */
    private static boolean stays(String was, String rule) {
        return NO_RULES.contains(rule) || (rule.equals("(view)") && was.equals("denied"));
    }

    /** What it brought. */
    record Result(
            @Doc("Calls that were looked at") int calls,
            @Doc("Decided as they were") int same,
            @Doc("Decided otherwise") int changed,
            @Doc("Of which the trail does not say enough") int open,

            @Doc("What would be otherwise, each once, 200 at most")
            List<Change> changes) {}

    /** What would be otherwise. */
    record Change(
            String tenant,
            String principal,
            String server,
            @Doc("The method of MCP") String method,
            String name,
            @Doc("What was decided") String was,
            @Doc("The rule that decided") String by,
            @Doc("What would be decided") String would,
            @Doc("The rule that would decide") String rule,
            @Doc("So many calls") int times,
            @Doc("When the newest of them was") String last) {}

    private void tell(ObjectNode record, String was, Decision would) {
        Key key = new Key(
                text(record, "tenant"),
                text(record, "principal"),
                text(record, "server"),
                text(record, "method"),
                text(record, "name"),
                was,
                would.rule());
        Tally known = changes.get(key);
        if (known != null) {
            known.times++;
        } else if (changes.size() < MOST_CHANGES) {
            changes.put(key, new Tally(key, text(record, "rule"), word(would), text(record, "time")));
        }
    }

    /** What makes two changes the same. */
    private record Key(
            String tenant, String principal, String server, String method, String name, String was, String rule) {}

    /** How often a change was seen; the newest first. */
    private static final class Tally {
        private final Key key;
        private final String by;
        private final String would;
        private final String last;
        private int times = 1;

        Tally(Key key, String by, String would, String last) {
            this.key = key;
            this.by = by;
            this.would = would;
            this.last = last;
        }

        Change change() {
            return new Change(
                    key.tenant(),
                    key.principal(),
                    key.server(),
                    key.method(),
                    key.name(),
                    key.was(),
                    by,
                    would,
                    key.rule(),
                    times,
                    last);
        }
    }

    private static ObjectNode question(ObjectNode record, String kind) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("principal", orElse(record, "principal", "unknown"))
                .put("tenant", orElse(record, "tenant", "local"));
        question.put("proof", orElse(record, "auth", "none")).put("address", text(record, "address"));
        question.put("view", view(text(record, "place")));
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

    /** The view whose endpoint that is. */
    private static String view(String place) {
        Matcher view = VIEW.matcher(place);
        return view.matches() ? view.group(1) : "";
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.Allowed ignored -> "allowed";
            case Decision.Held ignored -> "held";
            case Decision.Lacking ignored -> "denied";
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
