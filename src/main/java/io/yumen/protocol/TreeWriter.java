package io.yumen.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a tree as UTF-8 on one line, numbers as they were read. Each message that leaves is written here, so it is done by hand:
 * a generator costs more to make than such a message to write. Half of a surrogate pair, which no reader lets in and which has
 * no UTF-8, becomes a question mark. For one thread.
 */
final class TreeWriter {
    /** What is longer is worth a copy that the machine makes at once. */
    private static final int SHORT = 64;

    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    /** By character: 0 where it stands for itself, the letter after the backslash, or {@code u}. */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes = new byte[512];
    private int length;

    static byte[] write(JsonNode tree) {
        TreeWriter writer = new TreeWriter();
        writer.value(tree);
        return writer.bytes();
    }

    /** What was put. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** What was put since it was taken last. */
    byte[] take() {
        byte[] taken = bytes();
        length = 0;
        return taken;
    }

    void value(JsonNode node) {
        switch (node) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> array(array);
            case TreeReader.ExactNumber number -> put(ascii(number.text()));
            default -> scalar(node);
        }
    }

    private void object(ObjectNode object) {
        put('{');
        boolean isFirst = true;
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            if (!isFirst) {
                put(',');
            }
            isFirst = false;
            string(property.getKey());
            put(':');
            value(property.getValue());
        }
        put('}');
    }

    private void array(ArrayNode array) {
        put('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                put(',');
            }
            value(array.get(i));
        }
        put(']');
    }

    private void scalar(JsonNode node) {
        switch (node.getNodeType()) {
            case STRING -> string(node.stringValue());
            case BOOLEAN -> put(node.booleanValue() ? TRUE : FALSE);
            case NULL, MISSING -> put(NULL);
            case NUMBER -> number(node);
            case ARRAY, OBJECT, BINARY, POJO ->
                throw new IllegalArgumentException("No JSON value: " + node.getNodeType());
        }
    }

    private void number(JsonNode node) {
        switch (node.numberType()) {
            case INT, LONG -> put(ascii(Long.toString(node.longValue())));
            case BIG_INTEGER -> put(ascii(node.bigIntegerValue().toString()));
            case BIG_DECIMAL -> put(ascii(node.decimalValue().toString()));
            case DOUBLE, FLOAT -> real(node.doubleValue());
        }
    }

    /** JSON has no word for what is no number. */
    private void real(double value) {
        String text = Double.toString(value);
        if (Double.isFinite(value)) {
            put(ascii(text));
        } else {
            string(text);
        }
    }

    void string(String text) {
        if (text.length() > SHORT || !putPlain(text)) {
            putAny(text);
        }
    }

    /** Puts a text of which each character stands for itself; says whether it was one. */
    private boolean putPlain(String text) {
        int count = text.length();
        reserve(count + 2);
        int begin = length + 1;
        for (int i = 0; i < count; i++) {
            char character = text.charAt(i);
            if (character >= ESCAPES.length || ESCAPES[character] != 0) {
                return false;
            }
            bytes[begin + i] = (byte) character;
        }
        bytes[length] = '"';
        bytes[begin + count] = '"';
        length += count + 2;
        return true;
    }

    private void putAny(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        reserve(plain.length + 2);
        put('"');
        int from = 0;
        for (int i = 0; i < plain.length; i++) {
            // What is beyond ASCII is negative here, and stands for itself.
            if (plain[i] >= 0 && ESCAPES[plain[i]] != 0) {
                put(plain, from, i);
                escape(plain[i]);
                from = i + 1;
            }
        }
        put(plain, from, plain.length);
        put('"');
    }

    private void escape(byte character) {
        put('\\');
        put(ESCAPES[character]);
        if (ESCAPES[character] == 'u') {
            put('0');
            put('0');
            put(HEX[character >> 4]);
            put(HEX[character & 15]);
        }
    }

    void put(int octet) {
        reserve(1);
        bytes[length++] = (byte) octet;
    }

    void put(byte[] more) {
        put(more, 0, more.length);
    }

    private void put(byte[] more, int from, int to) {
        reserve(to - from);
        System.arraycopy(more, from, bytes, length, to - from);
        length += to - from;
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            // A doubling that is beyond what an int can say is negative, and the lesser.
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        String letters = "\bb\tt\nn\ff\rr\"\"\\\\";
        for (int i = 0; i < letters.length(); i += 2) {
            escapes[letters.charAt(i)] = (byte) letters.charAt(i + 1);
        }
        return escapes;
    }
}
