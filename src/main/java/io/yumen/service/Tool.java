package io.yumen.service;

import io.yumen.schema.JsonSchema;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that a model may call. Made with {@link #named}.
 *
 * @param name its name: letters, digits, underscore, dash, dot
 * @param title its name for people
 * @param description what it does and when to use it, for the model
 * @param hints what it does to the world
 * @param tasks whether its work may outlive the request
 * @param input what its arguments look like
 * @param output what its structured content looks like, or null where it has none
 * @param handler what answers
 */
public record Tool(
        String name,
        String title,
        String description,
        ToolHints hints,
        TaskUse tasks,
        JsonSchema input,
        @Nullable JsonSchema output,
        Handler handler) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public Tool {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("No tool name: " + name);
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("A tool has a description: " + name);
        }
    }

    /** Answers a call; the arguments fit the input schema, and its defaults are filled in. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Does what the tool does.
         *
         * @throws io.yumen.protocol.RpcException when the request itself was wrong; a tool that failed is a result
         */
        Outcome call(ObjectNode arguments, Call call);
    }

    /** What a call comes to. */
    public sealed interface Outcome permits ToolResult, InputRequired, Deferred {}

    /**
     * Work that goes on as a task, where the client knows tasks; otherwise it is done at once, within the request.
     *
     * @param work what is left to do
     */
    public record Deferred(Work work) implements Outcome {}

    /** The rest of a tool's work. */
    @FunctionalInterface
    public interface Work {
        ToolResult run(Call call);
    }

    /** Whether a tool's work may become a task. */
    public enum TaskUse {
        /** Never. */
        NONE,
        /** Where the client knows tasks. */
        OPTIONAL,
        /** Always: a client that does not know tasks cannot call it. */
        REQUIRED
    }

    /** Starts to describe a tool that only looks, at what is its own; the title is for people. */
    public static ToolDraft named(String name, String title) {
        return new ToolDraft(name, title);
    }

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("title", title).put("description", description);
        json.set("inputSchema", input.tree());
        if (output != null) {
            json.set("outputSchema", output.tree());
        }
        json.set("annotations", hints.toJson());
        return json;
    }
}
