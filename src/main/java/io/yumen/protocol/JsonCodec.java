package io.yumen.protocol;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes JSON trees without losing anything and without accepting anything that two readers could understand
 * differently: strict UTF-8 (RFC 3629), no duplicate keys, no lone surrogates, finite numbers whose text is kept, and the
 * limits of {@link JsonLimits}. Safe for use by many threads.
 */
public final class JsonCodec {
    private final JsonLimits limits;

    public JsonCodec(JsonLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads one document.
     *
     * @throws RpcException with {@link ErrorCode#PARSE_ERROR} and a message that says what is wrong and where
     */
    public JsonNode read(byte[] bytes) {
        if (bytes.length > limits.maxBytes()) {
            throw RpcException.parseError(
                    "The message has " + bytes.length + " bytes; the limit is " + limits.maxBytes());
        }
        int illFormed = Utf8.firstIllFormed(bytes);
        if (illFormed >= 0) {
            throw RpcException.parseError("The message is not well-formed UTF-8 at byte " + illFormed);
        }
        return new TreeReader(bytes, limits).readDocument();
    }

    /**
     * A tree as text, on one line. Use it in place of {@code toString}, which loads a whole object mapper the first time, and
     * a start waits for that.
     */
    public static String text(JsonNode tree) {
        return new String(bytes(tree), StandardCharsets.UTF_8);
    }

    /** Writes a tree as UTF-8, on one line. */
    public static byte[] bytes(JsonNode tree) {
        return TreeWriter.write(tree);
    }
}
