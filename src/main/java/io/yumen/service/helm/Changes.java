package io.yumen.service.helm;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Redactor;
import io.yumen.service.kubernetes.form.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is different between two revisions, field by field; of what is secret, only that it is. */
final class Changes {
    private static final Redactor REDACTOR = Secrets.redactor();

    private final List<Item> found = new ArrayList<>();

    private Changes() {}

    /** What can be compared. */
    enum Scope {
        ALL,
        CHART,
        VALUES,
        MANIFEST,
        HOOKS
    }

    static List<Item> between(Release from, Release to, Scope scope) {
        Changes changes = new Changes();
        if (scope == Scope.ALL || scope == Scope.CHART) {
            changes.compare("chart", from.metadata(), to.metadata());
        }
        if (scope == Scope.ALL || scope == Scope.VALUES) {
            changes.compare("values", from.values(), to.values());
        }
        if (scope == Scope.ALL || scope == Scope.MANIFEST) {
            changes.objects("", from.objects(), to.objects());
        }
        if (scope == Scope.ALL || scope == Scope.HOOKS) {
            changes.objects("hook ", hooks(from), hooks(to));
        }
        return changes.found;
    }

    /** An object as people name it: {@code Deployment/shop}, with its namespace where the manifest has one. */
    static String nameOf(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asString("");
        return object.path("kind").asString("") + "/" + (namespace.isEmpty() ? "" : namespace + "/")
                + metadata.path("name").asString("");
    }

    private static List<ObjectNode> hooks(Release release) {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode hook : release.hooks()) {
            hook.path("objects").forEach(object -> objects.add((ObjectNode) object));
        }
        return objects;
    }

    private void objects(String prefix, List<ObjectNode> from, List<ObjectNode> to) {
        Map<String, ObjectNode> was = named(from);
        Map<String, ObjectNode> is = named(to);
        Set<String> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (String name : all) {
            ObjectNode before = was.get(name);
            ObjectNode after = is.get(name);
            if (before == null || after == null) {
                add(prefix + name, before == null ? "added" : "removed", "", null, null);
            } else {
                compare(prefix + name, before, after);
            }
        }
    }

    private static Map<String, ObjectNode> named(List<ObjectNode> objects) {
        Map<String, ObjectNode> named = new LinkedHashMap<>();
        objects.forEach(object -> named.put(nameOf(object), object));
        return named;
    }

    private void compare(String name, JsonNode from, JsonNode to) {
        Map<String, String> was = flat(from);
        Map<String, String> is = flat(to);
        Map<String, String> wasShown = flat(REDACTOR.tree(from));
        Map<String, String> isShown = flat(REDACTOR.tree(to));
        Set<String> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (String path : all) {
            if (!Objects.equals(was.get(path), is.get(path))) {
                String change = !was.containsKey(path) ? "added" : is.containsKey(path) ? "changed" : "removed";
                add(name, change, path, shown(path, was, wasShown), shown(path, is, isShown));
            }
        }
    }

    /** What hides a whole branch leaves no field of it. */
    private static @Nullable String shown(String path, Map<String, String> values, Map<String, String> told) {
        return values.containsKey(path) ? told.getOrDefault(path, Redactor.GONE) : null;
    }

    private void add(String of, String change, String field, @Nullable String before, @Nullable String after) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("of", of).put("change", change).put("field", field);
        row.put("before", Objects.requireNonNullElse(before, ""));
        row.put("after", Objects.requireNonNullElse(after, ""));
        found.add(new Item(of + (field.isEmpty() ? "" : " " + field), row, row));
    }

    private static Map<String, String> flat(JsonNode tree) {
        Map<String, String> flat = new TreeMap<>();
        put(tree, "", flat);
        return flat;
    }

    private static void put(JsonNode tree, String path, Map<String, String> flat) {
        if (tree.isObject() && !tree.isEmpty()) {
            String before = path.isEmpty() ? "" : path + ".";
            tree.properties().forEach(entry -> put(entry.getValue(), before + entry.getKey(), flat));
        } else if (tree.isArray() && !tree.isEmpty()) {
            for (int i = 0; i < tree.size(); i++) {
                put(tree.get(i), path + "[" + i + "]", flat);
            }
        } else if (!path.isEmpty()) {
            flat.put(path, tree.isString() ? tree.stringValue() : JsonCodec.text(tree));
        }
    }
}
