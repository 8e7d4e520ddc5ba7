package io.yumen.pin;

import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that may be wrong with a definition.
 *
 * @param concern what
 * @param at where in the definition, as in {@code /inputSchema/properties/path/description}
 * @param detail more of it, in characters that can be seen
 */
public record Finding(Concern concern, String at, String detail) {
    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("concern", concern.word())
                .put("at", at)
                .put("detail", detail);
    }

    static Optional<Finding> read(JsonNode json) {
        return Arrays.stream(Concern.values())
                .filter(concern -> concern.word().equals(json.path("concern").asString("")))
                .findFirst()
                .map(concern -> new Finding(
                        concern,
                        json.path("at").asString(""),
                        json.path("detail").asString("")));
    }
}
