package io.yumen.kube.store;

import java.util.Iterator;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Very many objects that are made only when somebody looks at them. Their names are the prefix and a number of six digits.
 *
 * @param maker makes the object of a number; its name and namespace are put in here
 */
public record Crowd(Kind kind, String namespace, String prefix, int count, IntFunction<ObjectNode> maker) {
    @Nullable
    ObjectNode get(String key) {
        String start = namespace + "/" + prefix;
        if (!key.startsWith(start) || !key.substring(start.length()).matches("\\d{6}")) {
            return null;
        }
        int number = Integer.parseInt(key.substring(start.length()));
        return number < count ? make(number) : null;
    }

    Iterator<Map.Entry<String, ObjectNode>> after(String key) {
        return IntStream.range(first(key), count)
                .mapToObj(number -> Map.entry(key(number), make(number)))
                .iterator();
    }

    int first(String key) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key(middle).compareTo(key) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private String key(int number) {
        return namespace + "/" + name(number);
    }

    private String name(int number) {
        String digits = Integer.toString(number);
        return prefix + "000000".substring(digits.length()) + digits;
    }

    private ObjectNode make(int number) {
        ObjectNode object = maker.apply(number);
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        Trees.ensure(object, "metadata")
                .put("name", name(number))
                .put("namespace", namespace)
                .put("uid", "00000000-0000-4000-8000-" + (100_000_000_000L + number))
                .put("resourceVersion", "1")
                .put("creationTimestamp", "2026-01-01T00:00:00Z");
        return object;
    }
}
