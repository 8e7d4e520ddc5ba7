package io.yumen.service.answer;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML, for documents that people write. An alias stands for the list or object that its anchor names (for a word none can), and {@code <<} brings in what is not said,
 * within a limit: a few lines of aliases of aliases would fill the memory.
 */
public final class YamlText {
    /** How many values aliases may stand for, all together. */
    static final int MOST_REPEATED = 50_000;

    private static final int LONGEST_MESSAGE = 300;
    private static final String MERGE = "<<";

    private final JsonParser parser;
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private int repeated;

    private YamlText(JsonParser parser) {
        this.parser = parser;
    }

    /** A text that is no YAML, or more of it than is read. */
    public static final class BadYaml extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final String why;
        private final int line;

        private BadYaml(String why, int line) {
            super("This is no YAML that can be read: " + why);
            this.why = why;
            this.line = line;
        }

        /** What is wrong. */
        public String why() {
            return why;
        }

        /** In which line, from 1 on; 0 where that is not known. */
        public int line() {
            return line;
        }
    }

    /**
     * The tree of one document.
     *
     * @throws BadYaml where it is none; the message says where
     */
    public static JsonNode read(String text) {
        List<JsonNode> all = documents(text);
        return all.isEmpty() ? JsonNodeFactory.instance.missingNode() : all.getFirst();
    }

    /**
     * The trees of all documents of a text.
     *
     * @throws BadYaml where it has something else; the message says what
     */
    public static List<JsonNode> documents(String text) {
        try (JsonParser parser = Mapper.YAML.createParser(text)) {
            YamlText reading = new YamlText(parser);
            List<JsonNode> documents = new ArrayList<>();
            while (parser.nextToken() != null) {
                documents.add(reading.value());
            }
            return documents;
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    /**
     * What stands in a document under those names, one within the other; empty where there is no such thing. All else is passed over and
     * not kept, so that the document may be large.
     *
     * @throws BadYaml where what was passed over is none; the message says where
     */
    public static Optional<JsonNode> at(InputStream document, List<String> names) {
        try (JsonParser parser = Large.YAML.createParser(document)) {
            YamlText reading = new YamlText(parser);
            parser.nextToken();
            for (String name : names) {
                if (!reading.entered(name)) {
                    return Optional.empty();
                }
            }
            return Optional.of(reading.value());
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    /** Goes on to what has that name in the object that begins here; false where it has none. */
    private boolean entered(String name) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isWanted = name.equals(parser.currentName());
            parser.nextToken();
            if (isWanted) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static BadYaml bad(JacksonException e) {
        String said = String.valueOf(e.getOriginalMessage());
        return new BadYaml(
                said.substring(0, Math.min(said.length(), LONGEST_MESSAGE)),
                e.getLocation() == null ? 0 : Math.max(e.getLocation().getLineNr(), 0));
    }

    private JsonNode value() {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            return meant(parser.getString());
        }
        Object anchor = parser.getObjectId();
        JsonToken token = parser.currentToken();
        JsonNode value = token == JsonToken.START_OBJECT
                ? object()
                : token == JsonToken.START_ARRAY ? array() : parser.readValueAsTree();
        if (anchor != null) {
            anchors.put(anchor.toString(), value);
        }
        return value;
    }

    private ObjectNode object() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        List<JsonNode> merged = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            JsonNode value = value();
            if (name.equals(MERGE) && value.isContainer()) {
                merged.add(value);
            } else {
                object.set(name, value);
            }
        }
        for (JsonNode one : merged) {
            (one.isArray() ? one.valueStream().toList() : List.of(one))
                    .forEach(part ->
                            part.properties().forEach(each -> object.putIfAbsent(each.getKey(), each.getValue())));
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private JsonNode meant(String anchor) {
        int line = Math.max(parser.currentTokenLocation().getLineNr(), 0);
        JsonNode meant = anchors.get(anchor);
        if (meant == null) {
            throw new BadYaml(
                    "There is no list or object before this alias that it could stand for: write the value out", line);
        }
        repeated += size(meant, MOST_REPEATED - repeated);
        if (repeated >= MOST_REPEATED) {
            throw new BadYaml("Its aliases stand for more than " + MOST_REPEATED + " values: write them out", line);
        }
        return meant.deepCopy();
    }

    /** How many values are in it, as far as they are no more than that. */
    private static int size(JsonNode node, int most) {
        int size = 1;
        if (node.isContainer()) {
            for (JsonNode part : node) {
                if (size >= most) {
                    return size;
                }
                size += size(part, most - size);
            }
        }
        return size;
    }

    /** Loaded with the first document. */
    private static final class Mapper {
        static final YAMLMapper YAML = YAMLMapper.builder().build();
    }

    /** The same for what is passed over, which whoever has it has bounded already. */
    private static final class Large {
        static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                        .loadSettings(LoadSettings.builder()
                                .setCodePointLimit(Integer.MAX_VALUE)
                                .build())
                        .build())
                .build();
    }
}
