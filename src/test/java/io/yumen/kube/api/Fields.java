package io.yumen.kube.api;

import io.yumen.kube.store.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sets of fields as {@code managedFields} write them: {@code f:} is a field, {@code k:} an element by its keys, {@code v:}
 * an element by its value, and a dot the element itself.
 */
final class Fields {
    private static final Set<String> OWN = Set.of("labels", "annotations", "finalizers", "ownerReferences");
    private static final String ITSELF = ".";

    private Fields() {}

    /** The fields that an object sets, without those that say which object it is. */
    static Set<List<String>> of(ObjectNode object) {
        Set<List<String>> fields = new LinkedHashSet<>();
        for (var entry : object.properties()) {
            switch (entry.getKey()) {
                case "apiVersion", "kind" -> {}
                case "metadata" ->
                    entry.getValue().properties().stream()
                            .filter(inner -> OWN.contains(inner.getKey()))
                            .forEach(inner -> walk(fields, List.of("f:metadata"), inner.getKey(), inner.getValue()));
                default -> walk(fields, List.of(), entry.getKey(), entry.getValue());
            }
        }
        return fields;
    }

    private static void walk(Set<List<String>> fields, List<String> parent, String field, JsonNode value) {
        List<String> path = plus(parent, "f:" + field);
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            object.properties().forEach(entry -> walk(fields, path, entry.getKey(), entry.getValue()));
            return;
        }
        List<String> keys = MergeKeys.of(field, value);
        if (MergeKeys.isSet(field)) {
            value.forEach(element -> fields.add(plus(path, "v:" + json(element))));
        } else if (keys.isEmpty()) {
            fields.add(path);
        } else {
            value.forEach(element -> {
                List<String> inner = plus(path, "k:" + json(key(keys, element)));
                fields.add(plus(inner, ITSELF));
                element.properties().forEach(entry -> walk(fields, inner, entry.getKey(), entry.getValue()));
            });
        }
    }

    /** As it is written in {@code fieldsV1}. */
    static ObjectNode write(Set<List<String>> fields) {
        ObjectNode tree = Trees.object();
        fields.forEach(path -> Trees.ensure(tree, path.toArray(String[]::new)));
        return tree;
    }

    /** Reads it. */
    static Set<List<String>> read(JsonNode tree) {
        Set<List<String>> fields = new LinkedHashSet<>();
        read(fields, List.of(), tree);
        return fields;
    }

    private static void read(Set<List<String>> fields, List<String> path, JsonNode tree) {
        if (tree.isEmpty()) {
            if (!path.isEmpty()) {
                fields.add(path);
            }
            return;
        }
        tree.properties().forEach(entry -> read(fields, plus(path, entry.getKey()), entry.getValue()));
    }

    /** The value of a field; nothing where it is not set. */
    static @Nullable JsonNode value(JsonNode object, List<String> path) {
        JsonNode at = object;
        for (String step : path) {
            JsonNode next = step(at, step);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** Sets a field of an object to what it is in another. */
    static void copy(ObjectNode to, JsonNode from, List<String> path) {
        JsonNode at = to;
        JsonNode source = from;
        for (int i = 0; i < path.size(); i++) {
            String step = path.get(i);
            JsonNode value = step(source, step);
            if (step.equals(ITSELF) || value == null) {
                return;
            }
            boolean last = i == path.size() - 1;
            JsonNode there = step(at, step);
            if (last || there == null) {
                there = put(at, step, last ? value.deepCopy() : husk(value, step));
            }
            at = there;
            source = value;
        }
    }

    /** Takes a field out of an object, and what is empty then. */
    static void remove(ObjectNode object, List<String> path) {
        List<String> real = path.getLast().equals(ITSELF) ? path.subList(0, path.size() - 1) : path;
        JsonNode parent = value(object, real.subList(0, real.size() - 1));
        JsonNode found = value(object, real);
        if (parent instanceof ObjectNode node) {
            node.remove(real.getLast().substring(2));
        } else if (parent instanceof ArrayNode list && found != null) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).equals(found)) {
                    list.remove(i);
                    break;
                }
            }
        }
        if (parent != null && parent.isEmpty() && real.size() > 2) {
            remove(object, real.subList(0, real.size() - 1));
        }
    }

    /** As conflicts name it. */
    static String name(List<String> path) {
        StringBuilder name = new StringBuilder();
        for (String step : path) {
            if (step.startsWith("f:")) {
                name.append('.').append(step.substring(2));
            } else if (step.startsWith("k:")) {
                JsonNode key = Trees.value(step.substring(2).getBytes(StandardCharsets.UTF_8));
                List<String> parts = new ArrayList<>();
                key.properties().forEach(entry -> parts.add(entry.getKey() + "=" + entry.getValue()));
                name.append('[').append(String.join(",", parts)).append(']');
            }
        }
        return name.toString();
    }

    private static @Nullable JsonNode step(JsonNode at, String step) {
        if (step.equals(ITSELF)) {
            return at;
        }
        String rest = step.substring(2);
        if (step.startsWith("f:")) {
            return at.get(rest);
        }
        JsonNode wanted = Trees.value(rest.getBytes(StandardCharsets.UTF_8));
        return at.valueStream()
                .filter(element -> step.startsWith("v:") ? element.equals(wanted) : hasKey(element, wanted))
                .findFirst()
                .orElse(null);
    }

    private static boolean hasKey(JsonNode element, JsonNode key) {
        return key.properties().stream().allMatch(entry -> entry.getValue().equals(part(element, entry.getKey())));
    }

    private static JsonNode put(JsonNode in, String step, JsonNode value) {
        if (in instanceof ObjectNode object) {
            object.set(step.substring(2), value);
        } else if (in instanceof ArrayNode list) {
            list.add(value);
        }
        return value;
    }

    /** What holds the inner fields of a value, and nothing else of it. */
    private static JsonNode husk(JsonNode value, String step) {
        if (value.isArray()) {
            return Trees.array();
        }
        ObjectNode husk = Trees.object();
        if (step.startsWith("k:")) {
            Trees.value(step.substring(2).getBytes(StandardCharsets.UTF_8))
                    .properties()
                    .forEach(entry -> husk.set(entry.getKey(), entry.getValue()));
        }
        return husk;
    }

    private static ObjectNode key(List<String> keys, JsonNode element) {
        ObjectNode key = Trees.object();
        keys.forEach(name -> key.set(name, part(element, name)));
        return key;
    }

    private static JsonNode part(JsonNode element, String key) {
        JsonNode value = element.get(key);
        return value == null && key.equals("protocol")
                ? Trees.array().add("TCP").get(0)
                : element.path(key);
    }

    private static String json(JsonNode node) {
        return new String(Trees.bytes(node), StandardCharsets.UTF_8);
    }

    private static List<String> plus(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }
}
