package io.yumen.kube.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a list or watch is narrowed to, in the languages of label and field selectors. */
public final class Selectors {
    private static final String NAME = "([A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?)";
    private static final Pattern SET = Pattern.compile(NAME + "\\s+(in|notin)\\s+\\(([^()]*)\\)");
    private static final Pattern EQUAL = Pattern.compile(NAME + "\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)");
    private static final Pattern THERE = Pattern.compile("(!?)\\s*" + NAME);
    private static final Pattern FIELD = Pattern.compile("([A-Za-z.]+)(==|=|!=)(.*)");

    private static final Set<String> POD_FIELDS = Set.of(
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName");

    private Selectors() {}

    /** Both together. */
    public static Predicate<JsonNode> of(Kind kind, String labels, String fields) {
        return labels(labels).and(fields(kind, fields));
    }

    /** A label selector, as in {@code app=web,tier in (a,b),!old}. */
    public static Predicate<JsonNode> labels(String selector) {
        Predicate<JsonNode> all = object -> true;
        for (String term : terms(selector)) {
            Predicate<JsonNode> one = label(term);
            all = all.and(object -> one.test(Trees.at(object, "metadata", "labels")));
        }
        return all;
    }

    /** The {@code matchLabels} and {@code matchExpressions} of a workload, on labels. */
    public static Predicate<JsonNode> matching(JsonNode selector) {
        return labels -> selector.path("matchLabels").properties().stream()
                        .allMatch(entry -> labels.path(entry.getKey()).equals(entry.getValue()))
                && selector.path("matchExpressions").valueStream().allMatch(term -> expression(term, labels));
    }

    private static boolean expression(JsonNode term, JsonNode labels) {
        JsonNode label = labels.path(Trees.text(term, "key"));
        boolean in = term.path("values").valueStream().anyMatch(label::equals);
        return switch (Trees.text(term, "operator")) {
            case "In" -> in;
            case "NotIn" -> !in;
            case "Exists" -> !label.isMissingNode();
            default -> label.isMissingNode();
        };
    }

    private static Predicate<JsonNode> label(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            List<String> values = List.of(set.group(4).strip().split("\\s*,\\s*", -1));
            boolean in = set.group(3).equals("in");
            return labels -> in == values.contains(labels.path(set.group(1)).asString("\0"));
        }
        Matcher equal = EQUAL.matcher(term);
        if (equal.matches()) {
            boolean same = !equal.group(3).equals("!=");
            return labels -> same == labels.path(equal.group(1)).asString("\0").equals(equal.group(4));
        }
        Matcher there = THERE.matcher(term);
        if (there.matches()) {
            return labels -> there.group(1).isEmpty() == labels.has(there.group(2));
        }
        throw Refusal.badRequest("unable to parse requirement: found '" + term + "', expected: a label selector");
    }

    private static Predicate<JsonNode> fields(Kind kind, String selector) {
        Predicate<JsonNode> all = object -> true;
        for (String term : terms(selector)) {
            Matcher field = FIELD.matcher(term);
            if (!field.matches()) {
                throw Refusal.badRequest("invalid field selector: \"" + term + "\"; can't understand '" + term + "'");
            }
            if (!isField(kind, field.group(1))) {
                throw Refusal.badRequest(
                        "Unable to find \"" + kind.plural() + "\" that match label selector \"\", field"
                                + " selector \"" + selector + "\": field label not supported: " + field.group(1));
            }
            String[] path = field.group(1).split("\\.", -1);
            boolean same = !field.group(2).equals("!=");
            all = all.and(object -> same == Trees.text(object, path).equals(field.group(3)));
        }
        return all;
    }

    private static boolean isField(Kind kind, String field) {
        if (Set.of("metadata.name", "metadata.namespace").contains(field)) {
            return true;
        }
        return switch (kind.resource()) {
            case "pods" -> POD_FIELDS.contains(field);
            case "events" ->
                field.startsWith("involvedObject.")
                        || Set.of("reason", "type", "source", "reportingComponent")
                                .contains(field);
            case "secrets" -> field.equals("type");
            case "nodes" -> field.equals("spec.unschedulable");
            case "namespaces" -> field.equals("status.phase");
            case "replicasets.apps", "replicationcontrollers" -> field.equals("status.replicas");
            case "jobs.batch" -> field.equals("status.successful");
            default -> false;
        };
    }

    /** Splits at commas outside of brackets. */
    private static List<String> terms(String selector) {
        List<String> terms = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                terms.add(selector.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (!selector.isBlank()) {
            terms.add(selector.substring(start).strip());
        }
        return terms;
    }
}
