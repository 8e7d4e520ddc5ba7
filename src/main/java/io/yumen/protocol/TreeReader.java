package io.yumen.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the tree of one document (RFC 8259, and stricter: see {@link JsonCodec}). Each message that arrives is read here, so it is
 * done by hand: it is all there, and known to be well-formed UTF-8. For one thread.
 */
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A long fits into this many characters whatever its digits are. */
    private static final int SAFE_LONG_LENGTH = 18;

    /** More places than any reader keeps; a number of a few characters must not cost gigabytes where it is reckoned with. */
    private static final int MAX_SCALE = 10_000;

    private static final int END = -1;

    /** The byte order mark that some writers begin with, and readers may pass over (RFC 8259 section 8.1). */
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final byte[] in;
    private final JsonLimits limits;
    private int at;
    private int depth;
    private int keys;

    /** Reads those bytes, which are well-formed UTF-8. */
    TreeReader(byte[] in, JsonLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    JsonNode readDocument() {
        if (Arrays.equals(in, 0, Math.min(in.length, MARK.length), MARK, 0, MARK.length)) {
            at = MARK.length;
        }
        if (next() == END) {
            throw RpcException.parseError("The message is empty");
        }
        JsonNode root = value();
        if (next() != END) {
            throw RpcException.parseError("Something follows the end of the JSON document");
        }
        return root;
    }

    private JsonNode value() {
        return switch (next()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> NODES.stringNode(string());
            case 't' -> word("true", NODES.booleanNode(true));
            case 'f' -> word("false", NODES.booleanNode(false));
            case 'n' -> word("null", NODES.nullNode());
            default -> number();
        };
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        enter();
        if (next() == '}') {
            leave();
            return object;
        }
        do {
            member(object);
        } while (goesOn('}'));
        leave();
        return object;
    }

    private void member(ObjectNode object) {
        require('"', "a name in double quotes");
        String name = string();
        if (++keys > limits.maxKeys()) {
            throw RpcException.parseError("The message has more than " + limits.maxKeys() + " keys");
        }
        require(':', "a colon");
        at++;
        JsonNode value = value();
        int before = object.size();
        object.set(name, value);
        if (object.size() == before) {
            throw RpcException.parseError("The key \"" + name + "\" stands twice in one object");
        }
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        enter();
        if (next() == ']') {
            leave();
            return array;
        }
        do {
            array.add(value());
        } while (goesOn(']'));
        leave();
        return array;
    }

    private void enter() {
        at++;
        if (++depth > limits.maxDepth()) {
            throw RpcException.parseError("The message is nested deeper than " + limits.maxDepth());
        }
    }

    private void leave() {
        at++;
        depth--;
    }

    /** Whether another one follows; the end is not passed. */
    private boolean goesOn(char close) {
        if (next() == close) {
            return false;
        }
        require(',', "a comma or the end of what was begun");
        at++;
        return true;
    }

    private JsonNode word(String word, JsonNode meaning) {
        for (int i = 0; i < word.length(); i++) {
            if (here() != word.charAt(i)) {
                throw unexpected(word);
            }
            at++;
        }
        return meaning;
    }

    /** The string that begins here. */
    private String string() {
        int start = ++at;
        skipPlain();
        if (here() == '\\') {
            return escaped(start);
        }
        String text = text(start);
        at++;
        return text;
    }

    /** The same where something in it is not written as itself. */
    private String escaped(int start) {
        StringBuilder whole = new StringBuilder(text(start));
        while (here() == '\\') {
            at++;
            whole.append(escape());
            int from = at;
            skipPlain();
            whole.append(text(from));
        }
        at++;
        return wellFormed(whole.toString());
    }

    private char escape() {
        int letter = here();
        at++;
        return switch (letter) {
            case '"', '\\', '/' -> (char) letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> {
                at--;
                throw unexpected("what may follow a backslash");
            }
        };
    }

    /** Four hexadecimal digits. */
    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            if (!HexFormat.isHexDigit(here())) {
                throw unexpected("a hexadecimal digit");
            }
            unit = unit << 4 | HexFormat.fromHexDigit(here());
            at++;
        }
        return (char) unit;
    }

    /** Goes on to the end of the string or to a backslash. */
    private void skipPlain() {
        while (true) {
            if (at + Long.BYTES <= in.length && isPlain((long) EIGHT_BYTES.get(in, at))) {
                at += Long.BYTES;
            } else if (at < in.length && isPlain(in[at])) {
                at++;
            } else {
                break;
            }
        }
        if (here() != '"' && here() != '\\') {
            throw here() == END ? broken("It ends within a string") : broken("A control character in a string");
        }
    }

    /** What is beyond ASCII is negative, and well-formed. */
    private static boolean isPlain(byte octet) {
        return octet != '"' && octet != '\\' && (octet < 0 || octet >= ' ');
    }

    /** Whether eight bytes stand for themselves in a string; says no of some that do. */
    private static boolean isPlain(long word) {
        long quote = word ^ ONES * '"';
        long backslash = word ^ ONES * '\\';
        long odd = (quote - ONES) | (backslash - ONES) | (word - ONES * ' ') | word;
        return (odd & HIGHS) == 0;
    }

    private String text(int from) {
        return new String(in, from, at - from, StandardCharsets.UTF_8);
    }

    private JsonNode number() {
        int start = at;
        if (here() == '-') {
            at++;
        }
        if (here() == '0') {
            at++;
        } else {
            digits(at == start ? "a value" : "a digit");
        }
        boolean hasFraction = fraction();
        boolean hasExponent = exponent();
        if (at - start > limits.maxNumberLength()) {
            throw RpcException.parseError(
                    "The number before byte " + at + " has more than " + limits.maxNumberLength() + " characters");
        }
        String text = text(start);
        return hasFraction || hasExponent ? decimal(text) : integer(text);
    }

    private boolean fraction() {
        if (here() != '.') {
            return false;
        }
        at++;
        digits("a digit");
        return true;
    }

    private boolean exponent() {
        if (here() != 'e' && here() != 'E') {
            return false;
        }
        at++;
        if (here() == '+' || here() == '-') {
            at++;
        }
        digits("a digit");
        return true;
    }

    private void digits(String wanted) {
        int start = at;
        while (here() >= '0' && here() <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected(wanted);
        }
    }

    private static JsonNode integer(String text) {
        if (text.equals("-0")) {
            return ExactNumber.of("-0");
        }
        if (text.length() > SAFE_LONG_LENGTH) {
            return NODES.numberNode(new BigInteger(text));
        }
        long value = Long.parseLong(text);
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static JsonNode decimal(String text) {
        if (Double.isInfinite(Double.parseDouble(text))) {
            throw RpcException.parseError("The number " + text + " is too large");
        }
        try {
            DecimalNode number = ExactNumber.of(text);
            if (Math.abs((long) number.decimalValue().scale()) <= MAX_SCALE) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // Its exponent is longer than any that a number can have.
        }
        throw RpcException.parseError("The exponent of the number " + text + " is too large");
    }

    /** Only what is escaped can be half of a pair. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw RpcException.parseError("A string holds half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private void require(char wanted, String name) {
        if (next() != wanted) {
            throw unexpected(name);
        }
    }

    /** What comes after blanks; not passed. */
    private int next() {
        while (at < in.length && isBlank(in[at])) {
            at++;
        }
        return here();
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    private int here() {
        return at < in.length ? in[at] & 0xFF : END;
    }

    private RpcException unexpected(String wanted) {
        if (here() == END) {
            return broken("It ends where " + wanted + " should be");
        }
        String found = here() > ' ' && here() < 0x7F
                ? "'" + (char) here() + "'"
                : "0x" + HexFormat.of().toHexDigits((byte) here());
        return broken("Unexpected " + found + " where " + wanted + " should be");
    }

    private RpcException broken(String what) {
        return RpcException.parseError("The message is not valid JSON: " + what + ", at byte " + at);
    }

    /** A decimal number that remembers how it was written, where its value alone does not say ({@code -0.0}, {@code 1e5}). */
    static final class ExactNumber extends DecimalNode {
        private static final long serialVersionUID = 1;

        private final String text;

        private ExactNumber(BigDecimal value, String text) {
            super(value);
            this.text = text;
        }

        /** The number of that text; the text is a JSON number with a finite value. */
        static DecimalNode of(String text) {
            BigDecimal value = new BigDecimal(text);
            return value.toString().equals(text) ? DecimalNode.valueOf(value) : new ExactNumber(value, text);
        }

        String text() {
            return text;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }
}
