package io.yumen.audit;

import io.yumen.protocol.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a request may stand in a record. Of arguments: their names, a digest that needs a key, and the values that the
 * configuration names; the last only of calls of tools. Headers, credentials, queries and texts of errors never.
 *
 * @param recorded the arguments whose values are recorded, each as in {@code server/tool/argument}; {@code *} stands for any
 *     name
 */
public record Redaction(List<Named> recorded) {
    /** Nothing but names and digests. */
    public static final Redaction STRICT = new Redaction(List.of());

    private static final AuditLimits LIMITS = AuditLimits.DEFAULT;
    private static final String ANY = "*";

    public Redaction {
        recorded = List.copyOf(recorded);
    }

    /** An argument of a tool of a server, each by its name or {@code *}. */
    public record Named(String server, String tool, String argument) {
        /**
         * Reads {@code server/tool/argument}.
         *
         * @throws IllegalArgumentException where it is none
         */
        public static Named read(String text) {
            int first = text.indexOf('/');
            int last = text.lastIndexOf('/');
            if (first < 1 || last == first || last == text.length() - 1) {
                throw new IllegalArgumentException(
                        "An argument is named as in \"server/tool/argument\"; * stands for any: \"" + text + "\"");
            }
            return new Named(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
        }

        boolean is(String ofServer, String ofTool, String name) {
            return isName(server, ofServer) && isName(tool, ofTool) && isName(argument, name);
        }

        private static boolean isName(String pattern, String name) {
            return pattern.equals(ANY) || pattern.equals(name);
        }
    }

    /** What is recorded of those arguments of a call. */
    Arguments of(ObjectNode arguments, String server, String tool, Function<byte[], String> digest) {
        if (arguments.isEmpty()) {
            return Arguments.NONE;
        }
        List<String> names = new ArrayList<>();
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
            if (names.size() == LIMITS.names()) {
                names.add("and " + (arguments.size() - LIMITS.names()) + " more");
                break;
            }
            String name = cut(argument.getKey(), LIMITS.argument());
            names.add(name);
            if (isRecorded(server, tool, argument.getKey())) {
                values.set(name, value(argument.getValue()));
            }
        }
        return new Arguments(digest.apply(JsonCodec.bytes(arguments)), names, values);
    }

    private boolean isRecorded(String server, String tool, String argument) {
        for (Named one : recorded) {
            if (one.is(server, tool, argument)) {
                return true;
            }
        }
        return false;
    }

    /** An address of something, without what may be a password or a token in it. */
    static String uri(String uri) {
        int end = uri.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = uri.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String plain = uri.substring(0, end);
        int authority = plain.indexOf("://");
        int from = authority < 0 ? 0 : authority + 3;
        int path = plain.indexOf('/', from);
        int at = plain.lastIndexOf('@', path < 0 ? plain.length() : path);
        return authority < 0 || at < from ? plain : plain.substring(0, from) + plain.substring(at + 1);
    }

    /** A text that is no longer than a name. */
    static String cut(String text) {
        return cut(text, LIMITS.text());
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    private static JsonNode value(JsonNode value) {
        String text = JsonCodec.text(value);
        return text.length() <= LIMITS.value() ? value : JsonNodeFactory.instance.stringNode(cut(text, LIMITS.value()));
    }
}
