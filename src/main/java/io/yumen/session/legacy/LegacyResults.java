package io.yumen.session.legacy;

import io.yumen.exchange.Results;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says results of the modern era in terms of a legacy revision. Owns the outer object; what lies deeper is copied. */
final class LegacyResults {
    private static final String CONTENT = "content";
    private static final String STRUCTURED = "structuredContent";
    private static final String OUTPUT_SCHEMA = "outputSchema";

    private static final String ICONS = "icons";
    private static final List<String> LISTS = List.of("tools", "prompts", "resources", "resourceTemplates", CONTENT);

    private LegacyResults() {}

    static ObjectNode translate(ObjectNode result, String method, Revision revision) {
        if (result.has(Results.TYPE)) {
            requireComplete(result);
            result.remove(Results.TYPE);
            result.remove("ttlMs");
            result.remove("cacheScope");
        }
        Meta.remove(result, Meta.SERVER_INFO);
        if (!revision.isAtLeast(Revision.V2025_11_25)) {
            withoutIcons(result);
        }
        switch (method) {
            case Methods.TOOLS_CALL -> toolResult(result, revision);
            case Methods.PROMPTS_GET -> promptResult(result, revision);
            case Methods.TOOLS_LIST -> toolList(result);
            default -> {
                // The others have the same form in both eras.
            }
        }
        return result;
    }

    /** Icons came with 2025-11-25; a client that is strict about what it knows would refuse the whole list. */
    private static void withoutIcons(ObjectNode result) {
        for (String list : LISTS) {
            if (result.get(list) instanceof ArrayNode entries
                    && entries.valueStream().anyMatch(one -> one.has(ICONS))) {
                ArrayNode plain = JsonNodeFactory.instance.arrayNode(entries.size());
                entries.forEach(one -> plain.add(one instanceof ObjectNode object ? withoutIcon(object) : one));
                result.set(list, plain);
            }
        }
    }

    private static ObjectNode withoutIcon(ObjectNode entry) {
        ObjectNode copy = copy(entry);
        copy.remove(ICONS);
        return copy;
    }

    private static void requireComplete(ObjectNode result) {
        String type = result.path(Results.TYPE).asString("");
        if (!type.equals(Results.COMPLETE)) {
            throw RpcException.internal("The server answered in a way that this client does not know: " + type);
        }
    }

    private static void toolResult(ObjectNode result, Revision revision) {
        if (result.get(CONTENT) instanceof ArrayNode content) {
            result.set(CONTENT, LegacyContent.blocks(content, revision));
        }
        JsonNode structured = result.get(STRUCTURED);
        if (structured == null || (structured.isObject() && revision.isAtLeast(Revision.V2025_06_18))) {
            return;
        }
        result.remove(STRUCTURED);
        if (result.path(CONTENT).isEmpty()) {
            result.putArray(CONTENT).add(LegacyContent.text(JsonCodec.text(structured)));
        }
    }

    private static void promptResult(ObjectNode result, Revision revision) {
        if (!(result.get("messages") instanceof ArrayNode messages)) {
            return;
        }
        ArrayNode translated = JsonNodeFactory.instance.arrayNode(messages.size());
        for (JsonNode message : messages) {
            translated.add(
                    message instanceof ObjectNode object && object.get(CONTENT) instanceof ObjectNode block
                            ? copy(object).set(CONTENT, LegacyContent.block(block, revision))
                            : message);
        }
        result.set("messages", translated);
    }

    /** A schema of something that is no object would make clients of this era refuse the whole list. */
    private static void toolList(ObjectNode result) {
        if (!(result.get("tools") instanceof ArrayNode tools)) {
            return;
        }
        ArrayNode translated = JsonNodeFactory.instance.arrayNode(tools.size());
        for (JsonNode tool : tools) {
            translated.add(
                    tool instanceof ObjectNode object && describesNoObject(object) ? withoutSchema(object) : tool);
        }
        result.set("tools", translated);
    }

    /** Says of every tool that it can be called as a task: the gateway sees to that. */
    static ObjectNode asTasks(ObjectNode result) {
        if (result.get("tools") instanceof ArrayNode tools) {
            ArrayNode marked = JsonNodeFactory.instance.arrayNode(tools.size());
            tools.forEach(tool -> marked.add(tool instanceof ObjectNode object ? asTask(object) : tool));
            result.set("tools", marked);
        }
        return result;
    }

    private static ObjectNode asTask(ObjectNode tool) {
        ObjectNode copy = copy(tool);
        copy.putObject("execution").put("taskSupport", "optional");
        return copy;
    }

    private static boolean describesNoObject(ObjectNode tool) {
        return tool.has(OUTPUT_SCHEMA)
                && !tool.path(OUTPUT_SCHEMA).path("type").asString("").equals("object");
    }

    private static ObjectNode withoutSchema(ObjectNode tool) {
        ObjectNode copy = copy(tool);
        copy.remove(OUTPUT_SCHEMA);
        return copy;
    }

    private static ObjectNode copy(ObjectNode object) {
        return JsonNodeFactory.instance.objectNode().setAll(object);
    }
}
