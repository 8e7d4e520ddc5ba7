package io.yumen.hub.lists;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool says of its input and output. Clients refuse a whole list for one tool that is not as it should be: one bad
 * server would hide all the others.
 */
final class ToolSchemas {
    private static final String INPUT = "inputSchema";
    private static final String OUTPUT = "outputSchema";
    private static final String TYPE = "type";
    private static final String OBJECT = "object";

    private ToolSchemas() {}

    /** Adds what a tool without arguments may have left out; says whether the tool can be listed. */
    static boolean settle(ObjectNode tool) {
        if (!tool.has(INPUT)) {
            tool.set(INPUT, JsonNodeFactory.instance.objectNode());
        }
        if (tool.get(INPUT) instanceof ObjectNode input && !input.has(TYPE)) {
            input.put(TYPE, OBJECT);
        }
        return isOfObject(tool.path(INPUT)) && (!tool.has(OUTPUT) || isOfObject(tool.path(OUTPUT)));
    }

    private static boolean isOfObject(JsonNode schema) {
        return schema.isObject() && schema.path(TYPE).asString(OBJECT).equals(OBJECT);
    }
}
