package io.yumen.service.answer;

import dev.toonformat.jtoon.JToon;
import io.yumen.protocol.JsonCodec;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Trees as text in each {@link Format}. */
final class Texts {
    private Texts() {}

    /** A list. */
    static String of(List<JsonNode> rows, Format format) {
        if (rows.stream().noneMatch(JsonNode::isObject)) {
            return names(rows, format);
        }
        return switch (format) {
            case TABLE -> Table.of(rows);
            case JSON, YAML, TOON -> of(array(rows), format);
        };
    }

    /** A single thing; a table of it has one line. */
    static String of(JsonNode tree, Format format) {
        if (!tree.isContainer()) {
            return names(List.of(tree), format);
        }
        return switch (format) {
            case JSON -> JsonCodec.text(tree);
            case TABLE ->
                Table.of(tree.isObject() ? List.of(tree) : tree.valueStream().toList());
            case YAML -> Yaml.MAPPER.writeValueAsString(tree);
            case TOON -> JToon.encodeJson(JsonCodec.text(tree));
        };
    }

    /** What is called so: a name in each line. */
    private static String names(List<JsonNode> rows, Format format) {
        if (format == Format.JSON) {
            return JsonCodec.text(array(rows));
        }
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row.isString() ? row.stringValue() : JsonCodec.text(row))
                .append('\n'));
        return text.toString();
    }

    private static ArrayNode array(List<JsonNode> rows) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        array.addAll(rows);
        return array;
    }

    /** Loaded with the first answer in this format. */
    private static final class Yaml {
        static final ObjectMapper MAPPER = YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES, YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
    }
}
