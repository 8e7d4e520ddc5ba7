package io.yumen.schema;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads records from JSON trees and writes them, in the form that {@link JsonSchema#of(Class)} describes. */
public final class Records {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Records() {}

    /** The record that the tree describes; the tree has been checked against the record's schema. */
    public static <T extends Record> T read(ObjectNode tree, Class<T> type) {
        return MAPPER.treeToValue(tree, type);
    }

    /** The record as a tree; what is null is left out. */
    public static ObjectNode write(Record value) {
        ObjectNode tree = MAPPER.valueToTree(value);
        dropNulls(tree);
        return tree;
    }

    /** The tree of a piece of JSON that stands in our own code. */
    public static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(Records::dropNulls);
    }
}
