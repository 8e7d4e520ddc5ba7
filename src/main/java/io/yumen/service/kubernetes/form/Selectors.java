package io.yumen.service.kubernetes.form;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The pods that objects choose, as selectors of lists. */
public final class Selectors {
    private Selectors() {}

    /** The selector of a workload or a service, or null where it chooses nothing. */
    public static @Nullable String of(ObjectNode object) {
        JsonNode selector = object.path("spec").path("selector");
        if (!selector.isObject() || selector.isEmpty()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        boolean isPlain = !selector.has("matchLabels") && !selector.has("matchExpressions");
        JsonNode labels = isPlain ? selector : selector.path("matchLabels");
        labels.properties()
                .forEach(label ->
                        parts.add(label.getKey() + "=" + label.getValue().asString("")));
        selector.path("matchExpressions").forEach(expression -> parts.add(text(expression)));
        return parts.isEmpty() ? null : String.join(",", parts);
    }

    private static String text(JsonNode expression) {
        String key = expression.path("key").asString("");
        List<String> values = expression
                .path("values")
                .valueStream()
                .map(value -> value.asString(""))
                .toList();
        String list = " (" + String.join(",", values) + ")";
        return switch (expression.path("operator").asString("")) {
            case "In" -> key + " in" + list;
            case "NotIn" -> key + " notin" + list;
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }
}
