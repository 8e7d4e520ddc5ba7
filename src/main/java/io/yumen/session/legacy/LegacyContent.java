package io.yumen.session.legacy;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Revision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns content that a revision does not know into text: its clients ignore unknown fields, but fail on unknown types. */
final class LegacyContent {
    private LegacyContent() {}

    static ArrayNode blocks(ArrayNode content, Revision revision) {
        ArrayNode translated = JsonNodeFactory.instance.arrayNode(content.size());
        for (JsonNode block : content) {
            translated.add(block instanceof ObjectNode object ? block(object, revision) : block);
        }
        return translated;
    }

    static ObjectNode block(ObjectNode block, Revision revision) {
        String type = block.path("type").asString("");
        return switch (type) {
            case "text", "image", "resource" -> block;
            case "audio" -> revision.isAtLeast(Revision.V2025_03_26) ? block : text(audio(block));
            case "resource_link" -> revision.isAtLeast(Revision.V2025_06_18) ? block : text(link(block));
            default -> text(JsonCodec.text(block));
        };
    }

    static ObjectNode text(String text) {
        return JsonNodeFactory.instance.objectNode().put("type", "text").put("text", text);
    }

    private static String audio(ObjectNode block) {
        return "[" + block.path("mimeType").asString("audio") + ", which this client cannot take]";
    }

    private static String link(ObjectNode block) {
        String name = block.path("title").asString(block.path("name").asString("Resource"));
        String description = block.path("description").asString("");
        return name + ": " + block.path("uri").asString("") + (description.isEmpty() ? "" : " (" + description + ")");
    }
}
