package io.yumen.kube.api;

import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Patches of all kinds but apply; here are JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7386). */
final class Patches {
    private Patches() {}

    static ObjectNode apply(String type, ObjectNode onto, JsonNode patch) {
        return switch (type) {
            case "application/json-patch+json" -> json(onto, patch);
            case "application/merge-patch+json" -> merge(onto, patch);
            case "application/strategic-merge-patch+json" -> StrategicMerge.merge(onto, patch);
            default ->
                throw new Refusal(
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format - accepted media types include:"
                                + " application/json-patch+json, application/merge-patch+json,"
                                + " application/apply-patch+yaml, application/strategic-merge-patch+json");
        };
    }

    private static ObjectNode merge(ObjectNode onto, JsonNode patch) {
        for (var entry : patch.properties()) {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                onto.remove(entry.getKey());
            } else if (value instanceof ObjectNode) {
                ObjectNode inner = onto.get(entry.getKey()) instanceof ObjectNode there ? there : Trees.object();
                onto.set(entry.getKey(), merge(inner, value));
            } else {
                onto.set(entry.getKey(), value);
            }
        }
        return onto;
    }

    private static ObjectNode json(ObjectNode onto, JsonNode operations) {
        if (!operations.isArray()) {
            throw Refusal.badRequest("a JSON patch is a list of operations");
        }
        operations.forEach(operation -> apply(onto, operation));
        return onto;
    }

    private static void apply(ObjectNode onto, JsonNode operation) {
        JsonPointer path = pointer(operation, "path");
        switch (Trees.text(operation, "op")) {
            case "add" -> add(onto, path, operation.path("value"));
            case "remove" -> remove(onto, path);
            case "replace" -> {
                remove(onto, path);
                add(onto, path, operation.path("value"));
            }
            case "move" -> add(onto, path, remove(onto, pointer(operation, "from")));
            case "copy" ->
                add(onto, path, found(onto, pointer(operation, "from")).deepCopy());
            case "test" -> {
                if (!onto.at(path).equals(operation.path("value"))) {
                    throw new Refusal(
                            422,
                            "Invalid",
                            "the server rejected our request due to an error in our request:" + " testing path " + path
                                    + " failed");
                }
            }
            default -> throw Refusal.badRequest("unknown operation: " + Trees.text(operation, "op"));
        }
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        try {
            return JsonPointer.compile(Trees.text(operation, field));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("no JSON pointer: " + Trees.text(operation, field));
        }
    }

    private static JsonNode found(ObjectNode in, JsonPointer path) {
        JsonNode found = in.at(path);
        if (found.isMissingNode()) {
            throw new Refusal(
                    422,
                    "Invalid",
                    "the server rejected our request due to an error in our request:" + " doc is missing path " + path);
        }
        return found;
    }

    private static void add(ObjectNode onto, JsonPointer path, JsonNode value) {
        JsonNode parent = found(onto, path.head());
        String name = path.last().getMatchingProperty();
        if (parent instanceof ArrayNode list) {
            int index = name.equals("-") ? list.size() : path.last().getMatchingIndex();
            if (index < 0 || index > list.size()) {
                throw new Refusal(422, "Invalid", "the server rejected our request: no index " + name);
            }
            list.insert(index, value);
        } else if (parent instanceof ObjectNode object) {
            object.set(name, value);
        }
    }

    private static JsonNode remove(ObjectNode onto, JsonPointer path) {
        JsonNode found = found(onto, path);
        JsonNode parent = found(onto, path.head());
        if (parent instanceof ArrayNode list) {
            list.remove(path.last().getMatchingIndex());
        } else if (parent instanceof ObjectNode object) {
            object.remove(path.last().getMatchingProperty());
        }
        return found;
    }
}
