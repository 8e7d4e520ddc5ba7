package io.yumen.service.awsdocs.upstream;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** JSON that AWS's sites answer: as long as an answer may be, with so many values and levels at most. */
public final class ForeignJson {
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(Integer.MAX_VALUE, 64, 500_000, 100));

    private ForeignJson() {}

    /** Reads a document; {@link RpcException} where it is none. */
    public static JsonNode read(String text) {
        return CODEC.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
