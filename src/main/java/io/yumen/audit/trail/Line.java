package io.yumen.audit.trail;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record as it stands in a file. Its end always has the same length, so that what is bound and what binds it are told
 * apart by place and not by understanding.
 */
final class Line {
    /** No record is longer: what goes in is cut ({@link io.yumen.audit.AuditLimits}). */
    static final int MAX_BYTES = 64 << 10;

    /** What stands before the first record of a trail. */
    static final String NOTHING = "A".repeat(43);

    private static final int DIGEST = 43;
    private static final byte[] PREV = ",\"prev\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAC = ",\"mac\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUOTE = {'"'};
    private static final byte[] END = {'"', '}'};
    private static final int MAC_LENGTH = MAC.length + DIGEST + END.length;
    private static final int PREV_LENGTH = PREV.length + DIGEST + QUOTE.length;
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(MAX_BYTES, 32, 1_000, 100));

    private final byte[] bytes;
    private final String prev;
    private final ObjectNode fields;

    private Line(byte[] bytes, String prev, ObjectNode fields) {
        this.bytes = bytes;
        this.prev = prev;
        this.fields = fields;
    }

    /**
     * Binds a record to the one before it.
     *
     * @param record an object that is not empty, on one line
     */
    static byte[] bind(byte[] record, String prev, Mac mac) {
        int plain = record.length - 1;
        byte[] line = Arrays.copyOf(record, plain + PREV_LENGTH + MAC_LENGTH);
        int at = put(line, plain, PREV);
        at = put(line, at, prev.getBytes(StandardCharsets.US_ASCII));
        at = put(line, at, QUOTE);
        mac.update(line, 0, at);
        String binding = ChainKey.base64(mac.doFinal());
        at = put(line, at, MAC);
        at = put(line, at, binding.getBytes(StandardCharsets.US_ASCII));
        put(line, at, END);
        return line;
    }

    /** The record in those bytes, or empty where they are not exactly what the holder of the key wrote. */
    static Optional<Line> read(byte[] bytes, Mac mac) {
        int bound = bytes.length - MAC_LENGTH;
        int plain = bound - PREV_LENGTH;
        if (plain < 1 || !hasForm(bytes, plain, bound)) {
            return Optional.empty();
        }
        mac.update(bytes, 0, bound);
        byte[] expected = ChainKey.base64(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
        byte[] found = Arrays.copyOfRange(bytes, bound + MAC.length, bytes.length - END.length);
        if (!MessageDigest.isEqual(expected, found)) {
            return Optional.empty();
        }
        String prev = new String(bytes, plain + PREV.length, DIGEST, StandardCharsets.US_ASCII);
        return fields(bytes).map(fields -> new Line(bytes, prev, fields));
    }

    /** What it says, whether it was changed or not; empty where it is no record at all. */
    static Optional<ObjectNode> fields(byte[] bytes) {
        try {
            return CODEC.read(bytes) instanceof ObjectNode fields ? Optional.of(fields) : Optional.empty();
        } catch (RpcException e) {
            return Optional.empty();
        }
    }

    /** What the record that follows that line is bound to. */
    static String hash(byte[] line, MessageDigest sha256) {
        return ChainKey.base64(sha256.digest(line));
    }

    /** What it says the SHA-256 of the line before is. */
    String prev() {
        return prev;
    }

    /** All that it says. */
    ObjectNode fields() {
        return fields;
    }

    /** What the next record is bound to. */
    String hash(MessageDigest sha256) {
        return hash(bytes, sha256);
    }

    long sequence() {
        return fields.path("seq").asLong(-1);
    }

    boolean isKind(String kind) {
        return fields.path("kind").asString("").equals(kind);
    }

    private static boolean hasForm(byte[] bytes, int plain, int bound) {
        return isAt(bytes, plain, PREV)
                && isAt(bytes, bound - QUOTE.length, QUOTE)
                && isAt(bytes, bound, MAC)
                && isAt(bytes, bytes.length - END.length, END);
    }

    private static boolean isAt(byte[] bytes, int at, byte[] part) {
        return Arrays.equals(bytes, at, at + part.length, part, 0, part.length);
    }

    private static int put(byte[] line, int at, byte[] part) {
        System.arraycopy(part, 0, line, at, part.length);
        return at + part.length;
    }
}
