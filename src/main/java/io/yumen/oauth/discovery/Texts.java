package io.yumen.oauth.discovery;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of texts in documents. */
final class Texts {
    private static final int MAX = 200;

    private Texts() {}

    /** The texts under that key, as many as are sensible; empty where there is no list. */
    static List<String> of(ObjectNode document, String key) {
        JsonNode list = document.path(key);
        return list.isArray()
                ? list.valueStream()
                        .filter(JsonNode::isString)
                        .limit(MAX)
                        .map(JsonNode::stringValue)
                        .toList()
                : List.of();
    }
}
