package io.yumen.service.answer;

import io.yumen.protocol.JsonCodec;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How many bytes texts have, and what remains of them in fewer. */
final class Sizes {
    /** A part of an object that is larger than this many bytes is told by its size where the whole is too large. */
    private static final int LARGE = 200;

    private Sizes() {}

    /** Of the text in UTF-8. */
    static int of(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += ofOne(text.charAt(i));
        }
        return bytes;
    }

    /** Its beginning, of at most that many bytes; no character is cut in two. */
    static String cut(String text, int most) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += ofOne(text.charAt(i));
            if (bytes > most) {
                return text.substring(0, isWithin(text, i) ? i - 1 : i);
            }
        }
        return text;
    }

    /** Its end, of at most that many bytes. */
    static String end(String text, int most) {
        int bytes = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            bytes += ofOne(text.charAt(i));
            if (bytes > most) {
                return text.substring(isWithin(text, i + 1) ? i + 2 : i + 1);
            }
        }
        return text;
    }

    /** The object in at most that many bytes: large parts become words that say how large they are, and the last ones are left out. */
    static ObjectNode shrink(ObjectNode object, int most) {
        ObjectNode small = JsonNodeFactory.instance.objectNode();
        int bytes = 2;
        for (Map.Entry<String, JsonNode> part : object.properties()) {
            JsonNode value = shrink(part.getValue());
            bytes += of(part.getKey()) + 4 + JsonCodec.bytes(value).length;
            if (bytes > most) {
                break;
            }
            small.set(part.getKey(), value);
        }
        return small;
    }

    private static JsonNode shrink(JsonNode value) {
        int size = JsonCodec.bytes(value).length;
        if (size <= LARGE) {
            return value;
        }
        String kind = value.isArray() ? "a list of " + value.size() + ", " : "";
        String start = value.isString() ? cut(value.stringValue(), LARGE) + "… " : "";
        return JsonNodeFactory.instance.stringNode(start + "(" + kind + size + " bytes)");
    }

    /** Each half of a pair that makes one character has two of its four bytes. */
    private static int ofOne(char letter) {
        return letter < 0x80 ? 1 : letter < 0x800 || Character.isSurrogate(letter) ? 2 : 3;
    }

    private static boolean isWithin(String text, int i) {
        return i > 0
                && i < text.length()
                && Character.isLowSurrogate(text.charAt(i))
                && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
