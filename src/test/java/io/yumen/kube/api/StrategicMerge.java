package io.yumen.kube.api;

import io.yumen.kube.store.Trees;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Kubernetes' own merge patch, which merges lists by element and takes directives that begin with a dollar sign. */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String FROM_LIST = "$deleteFromPrimitiveList/";
    private static final String RETAIN = "$retainKeys";

    private StrategicMerge() {}

    static ObjectNode merge(ObjectNode onto, JsonNode patch) {
        if (Trees.text(patch, DIRECTIVE).equals("replace")) {
            onto.removeAll();
        }
        if (patch.has(RETAIN)) {
            List<String> kept =
                    patch.path(RETAIN).valueStream().map(JsonNode::asString).toList();
            onto.retain(kept);
        }
        for (var entry : patch.properties()) {
            String field = entry.getKey();
            if (field.startsWith(FROM_LIST)) {
                drop(onto.path(field.substring(FROM_LIST.length())), entry.getValue());
            } else if (!field.startsWith("$")) {
                field(onto, field, entry.getValue());
            }
        }
        return onto;
    }

    private static void field(ObjectNode onto, String field, JsonNode value) {
        if (value.isNull() || Trees.text(value, DIRECTIVE).equals("delete")) {
            onto.remove(field);
        } else if (value.isObject()) {
            ObjectNode inner = onto.get(field) instanceof ObjectNode there ? there : Trees.object();
            onto.set(field, merge(inner, value));
        } else if (value.isArray() && onto.get(field) instanceof ArrayNode there) {
            onto.set(field, list(field, there, value));
        } else {
            onto.set(field, value.isArray() ? list(field, Trees.array(), value) : value);
        }
    }

    private static ArrayNode list(String field, ArrayNode there, JsonNode patch) {
        ArrayNode merged = Trees.array();
        boolean replace = patch.valueStream()
                .anyMatch(element -> Trees.text(element, DIRECTIVE).equals("replace"));
        List<String> keys = MergeKeys.of(field, there.isEmpty() ? patch : there);
        if (!replace && (!keys.isEmpty() || MergeKeys.isSet(field))) {
            merged.addAll(there);
        }
        for (JsonNode element : patch) {
            if (!Trees.text(element, DIRECTIVE).equals("replace")) {
                put(merged, keys, element);
            }
        }
        return merged;
    }

    private static void put(ArrayNode merged, List<String> keys, JsonNode element) {
        int index = keys.isEmpty() ? find(merged, element) : find(merged, keys.getFirst(), element);
        boolean delete = Trees.text(element, DIRECTIVE).equals("delete");
        if (delete && index >= 0) {
            merged.remove(index);
        } else if (index >= 0 && merged.get(index) instanceof ObjectNode there) {
            merge(there, element);
        } else if (index < 0 && !delete) {
            merged.add(element.isObject() ? merge(Trees.object(), element) : element);
        }
    }

    private static int find(ArrayNode list, String key, JsonNode element) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).equals(element.path(key))) {
                return i;
            }
        }
        return -1;
    }

    private static int find(ArrayNode list, JsonNode element) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).equals(element)) {
                return i;
            }
        }
        return -1;
    }

    private static void drop(JsonNode from, JsonNode values) {
        if (from instanceof ArrayNode list) {
            values.forEach(value -> {
                int index = find(list, value);
                if (index >= 0) {
                    list.remove(index);
                }
            });
        }
    }
}
