package io.yumen.service.kubernetes.change;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.answer.Redactor;
import io.yumen.service.kubernetes.form.Secrets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is different between two states of an object, field by field; of what is secret, only that it is. */
final class Difference {
    private static final int MOST = 200;
    private static final int LONGEST = 500;

    /** What the cluster keeps for itself. */
    private static final Set<String> OWN = Set.of(
            "status",
            "metadata.managedFields",
            "metadata.resourceVersion",
            "metadata.generation",
            "metadata.creationTimestamp",
            "metadata.uid");

    private static final Redactor REDACTOR = Secrets.redactor();

    private Difference() {}

    /** A line for each value that goes (-) and that comes (+); empty where nothing is different. */
    static String of(@Nullable ObjectNode before, ObjectNode after) {
        ObjectNode old = before == null ? JsonNodeFactory.instance.objectNode() : before;
        Map<String, String> was = flat(old);
        Map<String, String> is = flat(after);
        Map<String, String> wasShown = flat(REDACTOR.tree(old));
        Map<String, String> isShown = flat(REDACTOR.tree(after));
        Set<String> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        StringBuilder lines = new StringBuilder();
        int count = 0;
        for (String path : all) {
            if (!Objects.equals(was.get(path), is.get(path)) && count++ < MOST) {
                line(lines, '-', path, was.containsKey(path) ? wasShown.getOrDefault(path, Redactor.GONE) : null);
                line(lines, '+', path, is.containsKey(path) ? isShown.getOrDefault(path, Redactor.GONE) : null);
            }
        }
        if (count > MOST) {
            lines.append("and ").append(count - MOST).append(" more fields\n");
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, char sign, String path, @Nullable String value) {
        if (value != null) {
            lines.append(sign)
                    .append(' ')
                    .append(path)
                    .append(": ")
                    .append(value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...")
                    .append('\n');
        }
    }

    private static Map<String, String> flat(JsonNode tree) {
        Map<String, String> flat = new TreeMap<>();
        put(tree, "", flat);
        return flat;
    }

    private static void put(JsonNode tree, String path, Map<String, String> flat) {
        if (OWN.contains(path)) {
            return;
        }
        if (tree.isObject() && !tree.isEmpty()) {
            String before = path.isEmpty() ? "" : path + ".";
            tree.properties().forEach(entry -> put(entry.getValue(), before + entry.getKey(), flat));
        } else if (tree.isArray() && !tree.isEmpty()) {
            for (int i = 0; i < tree.size(); i++) {
                put(tree.get(i), path + "[" + i + "]", flat);
            }
        } else {
            flat.put(path, tree.isString() ? tree.stringValue() : JsonCodec.text(tree));
        }
    }
}
