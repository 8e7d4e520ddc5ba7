package io.yumen.service.awsdocs.upstream.told;

import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.service.awsdocs.upstream.ForeignJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Words, addresses and lists of a JSON whose shape nobody promised. */
final class Said {
    private static final Pattern WEB = Pattern.compile("https?://[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]{1,2040}");
    private static final int LONGEST_TITLE = 500;
    private static final int LONGEST_TEXT = 10_000;

    /** Of a list that is told whole. */
    private static final int MOST = 1_000;

    private Said() {}

    /** The document; one without anything where that is no JSON. */
    static JsonNode tree(String json) {
        try {
            return ForeignJson.read(json);
        } catch (RpcException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** What is in it, up to a thousand: nobody reads more. */
    static Stream<JsonNode> list(JsonNode node) {
        return all(node).limit(MOST);
    }

    /** All that is in it, of which who reads it tells a part and counts the rest; a document has only so many values. */
    static Stream<JsonNode> all(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.empty();
    }

    /** A line that somebody reads. */
    static Optional<String> title(JsonNode node) {
        return title(node.stringValue(""));
    }

    static Optional<String> title(String said) {
        String text = PlainText.title(cut(said, LONGEST_TITLE)).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Words on several lines. */
    static Optional<String> text(JsonNode node) {
        String text = PlainText.lines(cut(node.stringValue(""), LONGEST_TEXT)).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static Optional<String> url(JsonNode node) {
        return url(node.stringValue("").strip());
    }

    static Optional<String> url(String said) {
        return WEB.matcher(said).matches() ? Optional.of(said) : Optional.empty();
    }

    /** Titles that stand in a list as they are, or as an object's {@code value}, {@code title} or {@code name}. */
    static List<String> titles(JsonNode node) {
        return list(node)
                .map(one -> title(one)
                        .or(() -> title(one.path("value")))
                        .or(() -> title(one.path("title")))
                        .or(() -> title(one.path("name"))))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
