package io.yumen.protocol;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes JSON trees without losing anything and without accepting anything that two readers could understand
 * differently: strict UTF-8 (RFC 3629), no duplicate keys, no lone surrogates, finite numbers whose text is kept, and the
 * limits of {@link JsonLimits}. Safe for use by many threads.
 */
public final class JsonCodec {
    private static final Buffers BUFFERS = new Buffers();

    private final JsonLimits limits;
    private final JsonFactory factory;

    public JsonCodec(JsonLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxNumberLength(limits.maxNumberLength())
                        .maxStringLength(limits.maxBytes())
                        .maxDocumentLength(limits.maxBytes())
                        .build())
                .recyclerPool(BUFFERS)
                .build();
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
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes)) {
            return new TreeReader(parser, limits).readDocument();
        } catch (JacksonException e) {
            throw RpcException.parseError("The message is not valid JSON: " + e.getOriginalMessage() + place(e));
        }
    }

    private static String place(JacksonException e) {
        // A limit that is passed within a number has no place.
        TokenStreamLocation at = e.getLocation();
        return at == null ? "" : ", at byte " + at.getByteOffset();
    }

    /**
     * A tree as text, on one line. Use it in place of {@code toString}, which loads a whole object mapper the first time, and
     * a start waits for that.
     */
    public static String text(JsonNode tree) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = Plain.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            TreeWriter.write(tree, generator);
        }
        return out.toString();
    }

    /** Writes a tree as UTF-8, on one line. */
    public byte[] write(JsonNode tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            TreeWriter.write(tree, generator);
        }
        return out.toByteArray();
    }

    /** The factory of those who only write, where no limits matter. */
    private static final class Plain {
        static final JsonFactory FACTORY =
                JsonFactory.builder().recyclerPool(BUFFERS).build();
    }
}
