package io.yumen.session.modern;

import io.yumen.exchange.Results;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Meta;
import io.yumen.secret.Sha256;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes two requests the same: method and parameters, whatever the order of keys, less what a retry adds. */
final class RequestDigest {
    private static final Set<String> NOT_DIGESTED = Set.of(Meta.KEY, Results.INPUT_RESPONSES, Results.REQUEST_STATE);

    private RequestDigest() {}

    static String of(String method, ObjectNode params) {
        StringBuilder canonical = new StringBuilder(256).append(method).append('\n');
        Map<String, JsonNode> sorted = new TreeMap<>();
        params.forEachEntry((key, value) -> {
            if (!NOT_DIGESTED.contains(key)) {
                sorted.put(key, value);
            }
        });
        object(sorted, canonical);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(canonical.toString()));
    }

    private static void append(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.forEachEntry(sorted::put);
            object(sorted, out);
        } else if (node.isArray()) {
            out.append('[');
            for (JsonNode element : node) {
                append(element, out);
                out.append(',');
            }
            out.append(']');
        } else {
            out.append(JsonCodec.text(node));
        }
    }

    private static void object(Map<String, JsonNode> sorted, StringBuilder out) {
        out.append('{');
        sorted.forEach((key, value) -> {
            out.append(key.length()).append(':').append(key);
            append(value, out);
        });
        out.append('}');
    }
}
