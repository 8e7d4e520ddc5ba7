package io.yumen.session;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** JSON in tests: single quotes stand for double ones. */
public final class Json {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private Json() {}

    public static ObjectNode json(String text) {
        return (ObjectNode) CODEC.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
