package io.yumen.service;

import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool answers when it has finished.
 *
 * @param content what the model reads
 * @param structured the same for programs, of the tool's output schema; null where it has none
 * @param failed whether it did not work; the content then says why and what to do
 */
public record ToolResult(List<Content> content, @Nullable JsonNode structured, boolean failed) implements Tool.Outcome {
    public ToolResult {
        content = List.copyOf(content);
    }

    public static ToolResult of(Content... content) {
        return new ToolResult(Arrays.asList(content), null, false);
    }

    public static ToolResult text(String text) {
        return of(Content.text(text));
    }

    /** A failure that the model can read and act on. */
    public static ToolResult error(String text) {
        return new ToolResult(List.of(Content.text(text)), null, true);
    }

    /** A record for programs, and words of the same meaning for the model. */
    public static ToolResult structured(Record value, String text) {
        return new ToolResult(List.of(Content.text(text)), Records.write(value), false);
    }

    /** A record for programs, and its JSON for the model. */
    public static ToolResult structured(Record value) {
        return structured(Records.write(value));
    }

    /** A tree for programs, and its text for the model. */
    public static ToolResult structured(JsonNode tree) {
        return new ToolResult(List.of(Content.text(JsonCodec.text(tree))), tree, false);
    }

    /** The same, with another text after it. */
    public ToolResult noting(String text) {
        List<Content> all = new ArrayList<>(content);
        all.add(Content.text(text));
        return new ToolResult(all, structured, failed);
    }

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode blocks = json.putArray("content");
        content.forEach(block -> blocks.add(block.toJson()));
        if (structured != null) {
            json.set("structuredContent", structured);
        }
        if (failed) {
            json.put("isError", true);
        }
        return json;
    }
}
