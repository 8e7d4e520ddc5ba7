package io.yumen.service.kubernetes.form;

import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects that one call holds at a time: as many as fit into so much memory, and then it is said. One thread only. */
public final class Armful {
    /** So much memory one call takes for objects: some 4,000 whole pods, or 60,000 lines of a list. */
    static final int MOST_BYTES = 32 << 20;

    /** What a value takes in memory beside its letters: itself, and its place in an object or list. */
    private static final int OF_VALUE = 48;

    private final List<ObjectNode> objects = new ArrayList<>();
    private final int most;
    private long bytes;

    public Armful() {
        this(MOST_BYTES);
    }

    Armful(int most) {
        this.most = most;
    }

    /**
     * Holds one more.
     *
     * @throws ToolFailure where there is no room for it
     */
    public void add(ObjectNode object) {
        bytes += bytes(object);
        if (bytes > most) {
            throw new ToolFailure(
                    "too_large",
                    "After " + objects.size() + " objects there is no room for more (" + (most >> 20)
                            + " MiB); ask for one namespace, or with a selector, or for less of each",
                    Duration.ZERO);
        }
        objects.add(object);
    }

    /** Those that are held, in turn. */
    public List<ObjectNode> objects() {
        return objects;
    }

    /** About how much memory it takes. */
    static long bytes(JsonNode value) {
        long sum = OF_VALUE;
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                sum += field.getKey().length() + bytes(field.getValue());
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                sum += bytes(item);
            }
        } else if (value.isString()) {
            sum += value.stringValue().length();
        }
        return sum;
    }
}
