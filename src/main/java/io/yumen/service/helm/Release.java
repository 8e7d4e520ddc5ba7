package io.yumen.service.helm;

import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.form.Manifest;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One revision of a release, as Helm keeps it.
 *
 * @param tree not changed by anybody
 */
record Release(ObjectNode tree) {
    String name() {
        return tree.path("name").asString("");
    }

    int revision() {
        return tree.path("version").asInt(0);
    }

    /** The chart as people write it: {@code shop-1.2.0}. */
    String chart() {
        JsonNode metadata = metadata();
        return metadata.path("name").asString("") + "-"
                + metadata.path("version").asString("");
    }

    JsonNode metadata() {
        return tree.path("chart").path("metadata");
    }

    String notes() {
        return info("notes");
    }

    /** A word of what is known of its state: status, description, last_deployed. */
    String info(String name) {
        return tree.path("info").path(name).asString("");
    }

    /** What one wants to know at a glance. */
    ObjectNode summary() {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("name", name()).put("namespace", tree.path("namespace").asString(""));
        summary.put("revision", revision()).put("updated", info("last_deployed"));
        summary.put("status", info("status")).put("chart", chart());
        summary.put("app_version", metadata().path("appVersion").asString(""));
        return summary.put("description", info("description"));
    }

    /** The values that somebody gave. */
    ObjectNode given() {
        return object(tree.path("config"));
    }

    /** The values that the templates saw: those of the chart, under those that were given. */
    ObjectNode values() {
        return merged(given(), object(tree.path("chart").path("values")));
    }

    /** What was given wins; null takes away what the chart has. */
    private static ObjectNode merged(ObjectNode given, ObjectNode usual) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : usual.properties()) {
            JsonNode said = given.get(entry.getKey());
            if (said == null) {
                merged.set(entry.getKey(), entry.getValue());
            } else if (said instanceof ObjectNode over && entry.getValue() instanceof ObjectNode under) {
                merged.set(entry.getKey(), merged(over, under));
            } else if (!said.isNull()) {
                merged.set(entry.getKey(), said);
            }
        }
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            if (!usual.has(entry.getKey())) {
                merged.set(entry.getKey(), entry.getValue());
            }
        }
        return merged;
    }

    /** The objects that it made. */
    List<ObjectNode> objects() {
        return read(tree.path("manifest").asString(""));
    }

    /** What runs before or after a change, with its objects. */
    ArrayNode hooks() {
        ArrayNode hooks = JsonNodeFactory.instance.arrayNode();
        for (JsonNode hook : tree.path("hooks")) {
            ObjectNode told = hooks.addObject();
            for (String name : List.of("name", "kind", "path", "weight", "events", "delete_policies", "last_run")) {
                if (hook.has(name)) {
                    told.set(name, hook.get(name));
                }
            }
            read(hook.path("manifest").asString("")).forEach(told.putArray("objects")::add);
        }
        return hooks;
    }

    /** What is no YAML is not told: what is secret in it cannot be known. */
    private List<ObjectNode> read(String manifest) {
        try {
            return Manifest.rendered(manifest);
        } catch (ToolFailure failure) {
            throw new ToolFailure(
                    failure.code(),
                    name() + " in revision " + revision() + ": " + failure.getMessage(),
                    failure.retryAfter());
        }
    }

    private static ObjectNode object(JsonNode tree) {
        return tree instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
