package io.yumen.kube.api;

import io.yumen.kube.store.Trees;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who set which fields of an object, as {@code managedFields} tell it. */
final class Managers {
    private Managers() {}

    /** Notes who made an object what it is now. */
    static void updated(@Nullable ObjectNode before, ObjectNode after, String manager, String subresource) {
        ObjectNode old = before == null ? Trees.object() : before;
        Set<List<String>> now = Fields.of(after);
        Set<List<String>> changed = new LinkedHashSet<>();
        now.stream()
                .filter(path -> !Objects.equals(Fields.value(old, path), Fields.value(after, path)))
                .forEach(changed::add);
        Set<List<String>> gone = new LinkedHashSet<>(Fields.of(old));
        gone.removeAll(now);
        ArrayNode entries = list(after, old);
        Set<List<String>> lost = new LinkedHashSet<>(changed);
        lost.addAll(gone);
        lost.removeIf(path -> path.getLast().equals("."));
        boolean known = false;
        for (JsonNode entry : entries) {
            if (is(entry, manager, "Update", subresource)) {
                Set<List<String>> fields = Fields.read(entry.path("fieldsV1"));
                known = true;
                if (!changed.isEmpty() || fields.removeAll(gone)) {
                    fields.addAll(changed);
                    fields.removeAll(gone);
                    set(entry, fields);
                }
            } else {
                take(entry, lost);
            }
        }
        if (!known && !changed.isEmpty()) {
            add(entries, after, manager, "Update", subresource, changed);
        }
        tidy(after, entries);
    }

    /** Notes what an apply set, and takes it from others where it was forced. */
    static void applied(
            ObjectNode before, ObjectNode after, String manager, Set<List<String>> fields, Set<List<String>> taken) {
        ArrayNode entries = list(after, before);
        boolean known = false;
        for (JsonNode entry : entries) {
            if (is(entry, manager, "Apply", "")) {
                known = true;
                if (!Fields.read(entry.path("fieldsV1")).equals(fields)) {
                    set(entry, fields);
                }
            } else {
                take(entry, taken);
            }
        }
        if (!known) {
            add(entries, after, manager, "Apply", "", fields);
        }
        tidy(after, entries);
    }

    /** What a manager applied last. */
    static Set<List<String>> fieldsOf(ObjectNode object, String manager) {
        Set<List<String>> fields = new LinkedHashSet<>();
        entries(object).forEach(entry -> {
            if (is(entry, manager, "Apply", "")) {
                fields.addAll(Fields.read(entry.path("fieldsV1")));
            }
        });
        return fields;
    }

    /** The entries of all other managers. */
    static List<JsonNode> others(ObjectNode object, String manager) {
        return entries(object)
                .valueStream()
                .filter(entry -> !is(entry, manager, "Apply", ""))
                .toList();
    }

    /** The object without what changes by itself. */
    static ObjectNode without(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        Trees.ensure(copy, "metadata").remove(List.of("managedFields", "resourceVersion", "generation"));
        return copy;
    }

    /** The entries without their times. */
    static JsonNode names(ObjectNode object) {
        JsonNode entries = entries(object).deepCopy();
        entries.forEach(entry -> {
            if (entry instanceof ObjectNode one) {
                one.remove("time");
            }
        });
        return entries;
    }

    private static JsonNode entries(ObjectNode object) {
        return Trees.at(object, "metadata", "managedFields");
    }

    private static ArrayNode list(ObjectNode after, ObjectNode before) {
        JsonNode given = entries(after).isArray() ? entries(after) : entries(before);
        ArrayNode list = Trees.array();
        given.forEach(entry -> {
            if (!entry.isEmpty()) {
                list.add(entry.deepCopy());
            }
        });
        return list;
    }

    private static boolean is(JsonNode entry, String manager, String operation, String subresource) {
        return Trees.text(entry, "manager").equals(manager)
                && Trees.text(entry, "operation").equals(operation)
                && Trees.text(entry, "subresource").equals(subresource);
    }

    private static void take(JsonNode entry, Set<List<String>> lost) {
        Set<List<String>> fields = Fields.read(entry.path("fieldsV1"));
        if (fields.removeAll(lost) && entry instanceof ObjectNode one) {
            one.set("fieldsV1", Fields.write(fields));
        }
    }

    private static void set(JsonNode entry, Set<List<String>> fields) {
        if (entry instanceof ObjectNode one) {
            one.put("time", Writes.now()).set("fieldsV1", Fields.write(fields));
        }
    }

    private static void add(
            ArrayNode entries,
            ObjectNode object,
            String manager,
            String operation,
            String subresource,
            Set<List<String>> fields) {
        ObjectNode entry = entries.addObject();
        entry.put("manager", manager).put("operation", operation);
        entry.put("apiVersion", Trees.text(object, "apiVersion")).put("time", Writes.now());
        entry.put("fieldsType", "FieldsV1").set("fieldsV1", Fields.write(fields));
        if (!subresource.isEmpty()) {
            entry.put("subresource", subresource);
        }
    }

    private static void tidy(ObjectNode object, ArrayNode entries) {
        ArrayNode kept = Trees.array();
        entries.forEach(entry -> {
            if (!entry.path("fieldsV1").isEmpty()) {
                kept.add(entry);
            }
        });
        Trees.ensure(object, "metadata").set("managedFields", kept);
    }
}
