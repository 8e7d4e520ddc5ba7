package io.yumen.catalogue;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.answer.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes known secrets out of answers, as they are and as addresses and JSON spell them. Of JSON its strings and names alone are touched, so
 * that it stays JSON, and numbers stay what they are. Safe for many threads.
 */
final class Hidden {
    /** What is shorter is no secret, but a word that may stand in an answer. */
    private static final int SHORTEST = 12;

    /** How often one spelling may be spelled by another, as in {@code %252F}. */
    private static final int LAYERS = 3;

    private static final int HEX = 16;

    /** As bytes, one character for each; the longest first, for another may be its beginning. */
    private final List<String> secrets;

    Hidden(Collection<String> values) {
        this.secrets = values.stream()
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(value -> new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** The bytes of an answer without the secrets. */
    byte[] out(byte[] body) {
        // Each byte is one character and stays so, whatever the answer is written in.
        String bytes = secrets.isEmpty() ? "" : new String(body, StandardCharsets.ISO_8859_1);
        String clean = replaced(bytes);
        if (clean.equals(bytes)) {
            return body;
        }
        JsonNode tree = Target.tree(body);
        if (tree == null) {
            return clean.getBytes(StandardCharsets.ISO_8859_1);
        }
        JsonNode without = out(tree);
        return without.equals(tree) ? body : JsonCodec.bytes(without);
    }

    private JsonNode out(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> {
                ObjectNode clean = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> property : object.properties()) {
                    clean.set(out(property.getKey()), out(property.getValue()));
                }
                yield clean;
            }
            case ArrayNode array -> {
                ArrayNode clean = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(each -> clean.add(out(each)));
                yield clean;
            }
            default -> tree.isString() ? JsonNodeFactory.instance.stringNode(out(tree.stringValue())) : tree;
        };
    }

    private String out(String text) {
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String clean = replaced(bytes);
        return clean.equals(bytes)
                ? text
                : new String(clean.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String replaced(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = replaced(clean, secret);
        }
        return clean;
    }

    private static String replaced(String text, String secret) {
        StringBuilder clean = new StringBuilder();
        int told = 0;
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at, secret);
            if (end < 0) {
                at++;
            } else {
                clean.append(text, told, at).append(Redactor.GONE);
                at = end;
                told = end;
            }
        }
        return told == 0 ? text : clean.append(text, told, text.length()).toString();
    }

    /** Where the secret ends that begins there; negative where none does. */
    private static int end(String text, int from, String secret) {
        if (text.startsWith(secret, from)) {
            return from + secret.length();
        }
        int at = from;
        for (int i = 0; i < secret.length() && at >= 0; i++) {
            at = after(text, at, secret.charAt(i));
        }
        return at;
    }

    /** Where that character ends, however it is spelled; negative where it does not stand there. */
    private static int after(String text, int at, char wanted) {
        char found = charAt(text, at);
        int end = found == '%' ? afterPercent(text, at + 1, wanted) : found == '\\' ? afterSlash(text, at, wanted) : -1;
        boolean isPlain = found == wanted || (found == '+' && wanted == ' ');
        return end < 0 && isPlain && at < text.length() ? at + 1 : end;
    }

    /** As addresses spell it. */
    private static int afterPercent(String text, int from, char wanted) {
        int at = from;
        for (int layer = 0; layer < LAYERS; layer++) {
            if (hex(text, at, 2) == wanted) {
                return at + 2;
            }
            if (!text.startsWith("25", at)) {
                return -1;
            }
            at += 2;
        }
        return -1;
    }

    /** As JSON spells it, also within a string of JSON. */
    private static int afterSlash(String text, int from, char wanted) {
        int at = from;
        while (at - from < LAYERS && charAt(text, at) == '\\') {
            at++;
        }
        if (charAt(text, at) == 'u' && hex(text, at + 1, 4) == wanted) {
            return at + 5;
        }
        return charAt(text, at) == wanted && !Character.isLetterOrDigit(wanted) ? at + 1 : -1;
    }

    private static char charAt(String text, int at) {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static int hex(String text, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(charAt(text, i), HEX);
            if (digit < 0) {
                return -1;
            }
            value = value * HEX + digit;
        }
        return value;
    }
}
