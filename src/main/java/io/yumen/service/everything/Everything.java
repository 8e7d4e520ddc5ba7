package io.yumen.service.everything;

import io.yumen.service.Content;
import io.yumen.service.Offer;
import io.yumen.service.Prompt;
import io.yumen.service.Service;
import io.yumen.service.Tool;
import io.yumen.service.ToolDraft;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A service with every feature of the protocol. It keeps nothing, reaches nothing, and harms nothing. */
public final class Everything implements Service {
    private static final Identity IDENTITY = new Identity(
            "everything",
            "Everything",
            "1.0.0",
            "A demo with every feature of the protocol. Try 'echo', 'weather' or 'elicit'; the tools whose names start"
                    + " with 'test_' exist for conformance tests.");

    private final ReentrantLock lock = new ReentrantLock();
    private final Library library = new Library();
    private final Tool dynamicTool = Tool.named("test_dynamic_tool", "A tool that comes and goes")
            .does("Is there after every other call of test_trigger_tool_change.")
            .answers(call -> ToolResult.text("Here now"));
    private final Prompt dynamicPrompt = new Prompt(
            "test_dynamic_prompt",
            "A prompt that comes and goes",
            "Is there after every other call of test_trigger_prompt_change.",
            List.of(),
            (arguments, call) -> Prompts.say("Here now", Content.text("Here now")));
    private volatile Offer offer;
    private volatile Changes changes = new NobodyHears();

    public Everything() {
        List<Tool> tools = Stream.of(
                        ContentTools.all(),
                        TalkTools.all(),
                        AskTools.all(),
                        RetryTools.all(),
                        TaskTools.all(),
                        ProbeTools.all(),
                        triggers())
                .flatMap(List::stream)
                .toList();
        offer = new Offer(tools, Prompts.all(), library.resources(), library.templates());
    }

    @Override
    public Identity identity() {
        return IDENTITY;
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public void start(Changes listener) {
        changes = listener;
    }

    @Override
    public void close() {
        changes = new NobodyHears();
    }

    private List<Tool> triggers() {
        return List.of(
                trigger("test_trigger_tool_change", "Change the tools")
                        .does("Adds test_dynamic_tool to the list of tools, or takes it out again.")
                        .answers(call -> {
                            change(now -> new Offer(
                                    toggled(now.tools(), dynamicTool),
                                    now.prompts(),
                                    now.resources(),
                                    now.templates()));
                            changes.toolsChanged();
                            return ToolResult.text("The list of tools has changed");
                        }),
                trigger("test_trigger_prompt_change", "Change the prompts")
                        .does("Adds test_dynamic_prompt to the list of prompts, or takes it out again.")
                        .answers(call -> {
                            change(now -> new Offer(
                                    now.tools(),
                                    toggled(now.prompts(), dynamicPrompt),
                                    now.resources(),
                                    now.templates()));
                            changes.promptsChanged();
                            return ToolResult.text("The list of prompts has changed");
                        }),
                trigger("touch_resource", "Change a resource")
                        .does("Changes " + Library.WATCHED + ", so that those who subscribed to it hear of it.")
                        .answers(call -> {
                            int times = library.change();
                            changes.resourceUpdated(Library.WATCHED);
                            return ToolResult.text("Changed " + times + " times");
                        }));
    }

    private static ToolDraft trigger(String name, String title) {
        return Tool.named(name, title).hints(ToolHints.ADD);
    }

    private void change(UnaryOperator<Offer> how) {
        lock.lock();
        try {
            offer = how.apply(offer);
        } finally {
            lock.unlock();
        }
    }

    private static <T> List<T> toggled(List<T> entries, T last) {
        List<T> toggled = new ArrayList<>(entries);
        if (!toggled.remove(last)) {
            toggled.add(last);
        }
        return toggled;
    }

    /** Before the start and after the end. */
    private static final class NobodyHears implements Changes {
        @Override
        public void toolsChanged() {}

        @Override
        public void promptsChanged() {}

        @Override
        public void resourcesChanged() {}

        @Override
        public void resourceUpdated(String uri) {}
    }
}
