package io.yumen.protocol;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds the tree of one document, checking what the parser by itself does not. The parser bounds the depth. */
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A long fits into this many characters whatever its digits are. */
    private static final int SAFE_LONG_LENGTH = 18;

    /** More places than any reader keeps; a number of a few characters must not cost gigabytes where it is reckoned with. */
    private static final int MAX_SCALE = 10_000;

    private final JsonParser parser;
    private final int maxKeys;
    private int keys;

    TreeReader(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.maxKeys = limits.maxKeys();
    }

    JsonNode readDocument() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw RpcException.parseError("The message is empty");
        }
        JsonNode root = value(first);
        if (parser.nextToken() != null) {
            throw RpcException.parseError("Something follows the end of the JSON document");
        }
        return root;
    }

    private JsonNode value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.stringNode(wellFormed(parser.getString()));
            case VALUE_NUMBER_INT -> integer(parser.getString());
            case VALUE_NUMBER_FLOAT -> decimal(parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> NODES.nullNode();
            case PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw RpcException.parseError("The JSON document is not a value");
        };
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (++keys > maxKeys) {
                throw RpcException.parseError("The message has more than " + maxKeys + " keys");
            }
            int before = object.size();
            object.set(wellFormed(name), value(parser.nextToken()));
            if (object.size() == before) {
                throw RpcException.parseError("The key \"" + name + "\" stands twice in one object");
            }
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private static JsonNode integer(String text) {
        if (text.equals("-0")) {
            return ExactNumber.of("-0");
        }
        if (text.length() > SAFE_LONG_LENGTH) {
            return NODES.numberNode(new java.math.BigInteger(text));
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

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isSurrogate(character)) {
                if (!isPairAt(text, i)) {
                    throw RpcException.parseError("A string holds half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static boolean isPairAt(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }
}
