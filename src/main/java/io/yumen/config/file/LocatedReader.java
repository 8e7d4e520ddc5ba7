package io.yumen.config.file;

import io.yumen.config.ConfigException;
import io.yumen.config.file.Located.Member;
import io.yumen.config.file.Located.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads JSON with comments and trailing commas, and keeps the position of everything. */
final class LocatedReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final JsonParser parser;
    private final Problems problems;

    private LocatedReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Reads a whole document.
     *
     * @throws ConfigException when it is no JSON
     */
    static Located read(String text, Problems problems) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
            LocatedReader reader = new LocatedReader(parser, problems);
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Located.Obj(new Position(1, 1), Map.of());
            }
            Located root = reader.value(first, "");
            if (parser.nextToken() != null) {
                problems.error(reader.position(), "", "Something follows the end of the JSON document; remove it");
            }
            return root;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            problems.error(
                    at == null ? Position.NONE : new Position(at.getLineNr(), at.getColumnNr()),
                    "",
                    "This is not valid JSON (comments are allowed): " + e.getOriginalMessage());
            problems.throwIfAny();
            throw new IllegalStateException("Unreachable: the error was just added");
        }
    }

    private Located value(JsonToken token, String path) {
        Position at = position();
        return switch (token) {
            case START_OBJECT -> object(at, path);
            case START_ARRAY -> array(at, path);
            case VALUE_STRING -> new Located.Text(at, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Located.Num(at, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Located.Bool(at, token == JsonToken.VALUE_TRUE);
            case VALUE_NULL, PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                new Located.Nothing(at);
        };
    }

    private Located object(Position start, String path) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            Position at = position();
            String memberPath = path.isEmpty() ? name : path + "." + name;
            Member previous = members.put(name, new Member(at, value(parser.nextToken(), memberPath)));
            if (previous != null) {
                problems.error(
                        at,
                        memberPath,
                        "This key stands twice, here and in line "
                                + previous.at().line() + "; keep one of them");
            }
        }
        return new Located.Obj(start, members);
    }

    private Located array(Position start, String path) {
        List<Located> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token, path + "[" + elements.size() + "]"));
        }
        return new Located.Arr(start, elements);
    }

    private Position position() {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new Position(at.getLineNr(), at.getColumnNr());
    }
}
