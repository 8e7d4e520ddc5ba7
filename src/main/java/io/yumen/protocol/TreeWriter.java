package io.yumen.protocol;

import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a tree, numbers as they were read. */
final class TreeWriter {
    private TreeWriter() {}

    static void write(JsonNode node, JsonGenerator out) {
        switch (node) {
            case ObjectNode object -> object(object, out);
            case ArrayNode array -> array(array, out);
            case ExactNumber number -> out.writeNumber(number.text());
            default -> scalar(node, out);
        }
    }

    private static void object(ObjectNode object, JsonGenerator out) {
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            out.writeName(property.getKey());
            write(property.getValue(), out);
        }
        out.writeEndObject();
    }

    private static void array(ArrayNode array, JsonGenerator out) {
        out.writeStartArray();
        for (JsonNode element : array) {
            write(element, out);
        }
        out.writeEndArray();
    }

    private static void scalar(JsonNode node, JsonGenerator out) {
        switch (node.getNodeType()) {
            case STRING -> out.writeString(node.stringValue());
            case BOOLEAN -> out.writeBoolean(node.booleanValue());
            case NULL, MISSING -> out.writeNull();
            case NUMBER -> number(node, out);
            case ARRAY, OBJECT, BINARY, POJO ->
                throw new IllegalArgumentException("No JSON value: " + node.getNodeType());
        }
    }

    private static void number(JsonNode node, JsonGenerator out) {
        switch (node.numberType()) {
            case INT -> out.writeNumber(node.intValue());
            case LONG -> out.writeNumber(node.longValue());
            case BIG_INTEGER -> out.writeNumber(node.bigIntegerValue());
            case BIG_DECIMAL -> out.writeNumber(node.decimalValue().toString());
            case DOUBLE, FLOAT -> out.writeNumber(node.doubleValue());
        }
    }
}
