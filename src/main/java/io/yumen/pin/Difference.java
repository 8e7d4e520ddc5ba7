package io.yumen.pin;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One place where two definitions differ. What cannot be seen stands there as its code point, so that both sides can be shown on
 * any screen.
 *
 * @param at where, as in {@code /inputSchema/properties/path}
 * @param before what was approved there, as JSON; empty where there was nothing
 * @param after what is there now; empty where there is nothing
 */
public record Difference(String at, String before, String after) {
    private static final int MOST = 500;
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.SERVER_DEFAULT);

    /** What would change if what waits were approved; none where nothing waits, or it is too long to be kept. */
    public static List<Difference> of(Pin pin) {
        return pin.waiting()
                .filter(open -> !open.text().isEmpty())
                .map(open -> between(read(pin.text()), read(open.text())))
                .orElse(List.of());
    }

    /** Where the trees differ, by place; 500 places at most. */
    static List<Difference> between(JsonNode before, JsonNode after) {
        List<Difference> found = new ArrayList<>();
        compare(before, after, "", found);
        return found;
    }

    private static void compare(JsonNode before, JsonNode after, String at, List<Difference> found) {
        if (found.size() >= MOST || CanonicalDigest.of(before).equals(CanonicalDigest.of(after))) {
            return;
        }
        if (isObject(before, after, at)) {
            keys(before, after)
                    .forEach(key -> compare(before.path(key), after.path(key), at + "/" + Visible.of(key), found));
        } else if (before.isArray() && after.isArray()) {
            IntStream.range(0, Math.max(before.size(), after.size()))
                    .forEach(i -> compare(before.path(i), after.path(i), at + "/" + i, found));
        } else {
            found.add(new Difference(at, text(before), text(after)));
        }
    }

    /** What was never approved is shown by its parts too. */
    private static boolean isObject(JsonNode before, JsonNode after, String at) {
        return after.isObject() && (before.isObject() || (before.isMissingNode() && at.isEmpty()));
    }

    private static TreeSet<String> keys(JsonNode before, JsonNode after) {
        TreeSet<String> keys = new TreeSet<>();
        for (JsonNode side : List.of(before, after)) {
            for (Map.Entry<String, JsonNode> entry : side.properties()) {
                keys.add(entry.getKey());
            }
        }
        return keys;
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode()) {
            return "";
        }
        return node.isString() ? "\"" + Visible.whole(node.stringValue()) + "\"" : Visible.whole(JsonCodec.text(node));
    }

    private static JsonNode read(String text) {
        return text.isEmpty()
                ? JsonNodeFactory.instance.missingNode()
                : CODEC.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
