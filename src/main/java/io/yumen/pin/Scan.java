package io.yumen.pin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Looks through all texts of a definition: names of keys too, for models read those of a schema. */
final class Scan {
    private static final String SLASH = "/";

    /** What people read to decide, and models to act. */
    private static final Set<String> READ = Set.of("description", "text");

    private final PinLimits limits;
    private final List<Finding> found = new ArrayList<>();

    private Scan(PinLimits limits) {
        this.limits = limits;
    }

    /** What is wrong with that definition by itself. */
    static List<Finding> of(Definition definition, PinLimits limits) {
        Scan scan = new Scan(limits);
        scan.look(definition.tree(), "");
        return scan.found;
    }

    private void look(JsonNode node, String at) {
        if (found.size() >= limits.findings()) {
            return;
        }
        if (node.isString()) {
            add(TextScan.of(node.stringValue(), at));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                look(node.get(i), at + SLASH + i);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String below = at + SLASH + Visible.of(entry.getKey());
                add(TextScan.of(entry.getKey(), below));
                length(entry.getKey(), entry.getValue(), below);
                look(entry.getValue(), below);
            }
        }
    }

    private void length(String key, JsonNode value, String at) {
        if (READ.contains(key) && value.isString() && value.stringValue().length() > limits.description()) {
            add(List.of(new Finding(
                    Concern.TOO_LONG,
                    at,
                    value.stringValue().length() + " characters; more than " + limits.description()
                            + " are not read to their end")));
        }
    }

    private void add(List<Finding> more) {
        more.stream().limit(Math.max(0, limits.findings() - found.size())).forEach(found::add);
    }
}
