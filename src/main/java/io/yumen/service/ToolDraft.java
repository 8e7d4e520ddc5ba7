package io.yumen.service;

import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import org.jspecify.annotations.Nullable;

/** A tool that is being described; ends with one of the {@code answers} methods. For one thread. */
public final class ToolDraft {
    private final String name;
    private final String title;
    private String description = "";
    private ToolHints hints = ToolHints.READ;
    private Tool.TaskUse tasks = Tool.TaskUse.NONE;
    private @Nullable JsonSchema output;

    ToolDraft(String name, String title) {
        this.name = name;
        this.title = title;
    }

    /** Answers a call with its arguments as a record. */
    @FunctionalInterface
    public interface Typed<I extends Record> {
        Tool.Outcome call(I input, Call call);
    }

    /** Answers a call that has no arguments. */
    @FunctionalInterface
    public interface Plain {
        Tool.Outcome call(Call call);
    }

    /** What it does and when to use it, for the model. */
    public ToolDraft does(String text) {
        description = text;
        return this;
    }

    public ToolDraft hints(ToolHints what) {
        hints = what;
        return this;
    }

    public ToolDraft tasks(Tool.TaskUse use) {
        tasks = use;
        return this;
    }

    /** Its structured content is that record. */
    public ToolDraft returns(Class<? extends Record> type) {
        output = JsonSchema.of(type);
        return this;
    }

    /** Its structured content is of that schema. */
    public ToolDraft returns(JsonSchema schema) {
        output = schema;
        return this;
    }

    /** The tool, without arguments. */
    public Tool answers(Plain handler) {
        return answers(JsonSchema.NOTHING, (arguments, call) -> handler.call(call));
    }

    /** The tool, with the components of that record as arguments. */
    public <I extends Record> Tool answers(Class<I> input, Typed<I> handler) {
        return answers(JsonSchema.of(input), (arguments, call) -> handler.call(Records.read(arguments, input), call));
    }

    /** The tool, with arguments of that schema. */
    public Tool answers(JsonSchema input, Tool.Handler handler) {
        return new Tool(name, title, description, hints, tasks, input, output, handler);
    }
}
