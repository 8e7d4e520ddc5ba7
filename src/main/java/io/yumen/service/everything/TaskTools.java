package io.yumen.service.everything;

import io.yumen.protocol.RpcException;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolDraft;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Tools whose work goes on as a task, where the client knows tasks; and one whose never does. */
final class TaskTools {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String CONFIRM = "{\"confirm\": {\"type\": \"boolean\", \"description\": \"Really?\"}}";

    private TaskTools() {}

    record Name(@Doc(value = "Who is greeted", max = 1000) String name) {}

    record Work(
            @Doc(value = "How many seconds the work takes", min = 0, max = 3600)
            int seconds,

            @Doc(value = "What the work is called", max = 1000, fallback = "\"work\"")
            String label) {}

    record File(
            @Doc(value = "Which file would be deleted; nothing is", max = 1000)
            String filename) {}

    static List<Tool> all() {
        return List.of(
                Tool.named("greet", "Greet")
                        .does("Greets somebody, at once; never a task.")
                        .answers(Name.class, (input, call) -> ToolResult.text("Hello, " + input.name() + "!")),
                task("slow_compute", "Compute slowly", Tool.TaskUse.OPTIONAL)
                        .does("Works for some seconds, as a task where the client knows tasks.")
                        .answers(Work.class, TaskTools::compute),
                task("failing_job", "A job that fails", Tool.TaskUse.REQUIRED)
                        .does("A task whose tool fails after a second.")
                        .answers(call -> new Tool.Deferred(later -> {
                            later.pause(SECOND);
                            return ToolResult.error("The job failed, as it should");
                        })),
                task("protocol_error_job", "A job that breaks", Tool.TaskUse.REQUIRED)
                        .does("A task that ends with an error of the protocol.")
                        .answers(call -> new Tool.Deferred(later -> {
                            throw RpcException.internal("The job broke, as it should");
                        })),
                task("confirm_delete", "Ask before deleting", Tool.TaskUse.OPTIONAL)
                        .does("A task that asks the person before it would delete a file. It deletes nothing.")
                        .answers(File.class, (input, call) -> new Tool.Deferred(later -> confirm(input, later))),
                task("multi_input", "Ask two things at once", Tool.TaskUse.OPTIONAL)
                        .does("A task that asks the person two things at the same time.")
                        .answers(call -> new Tool.Deferred(TaskTools::askTwice)),
                task("test_tool_with_task", "Ask, then work", Tool.TaskUse.REQUIRED)
                        .does("Asks for a name first, then greets it in a task.")
                        .answers(TaskTools::askThenWork));
    }

    private static ToolDraft task(String name, String title, Tool.TaskUse use) {
        return Tool.named(name, title).tasks(use).hints(ToolHints.READ);
    }

    private static Tool.Outcome compute(Work work, Call call) {
        return work.seconds() == 0
                ? computed(work)
                : new Tool.Deferred(later -> {
                    for (int second = 1; second <= work.seconds(); second++) {
                        later.pause(SECOND);
                        later.progress(second, work.seconds(), work.label() + ": " + second + " s");
                    }
                    return computed(work);
                });
    }

    private static ToolResult computed(Work work) {
        return ToolResult.text("Computed " + work.label() + " in " + work.seconds() + " s");
    }

    private static ToolResult confirm(File file, Call call) {
        ObjectNode answer = call.ask(Questions.form("Delete " + file.filename() + "?", CONFIRM, "confirm"));
        boolean confirmed = answer.path("action").asString("").equals("accept")
                && answer.path("content").path("confirm").asBoolean(false);
        return ToolResult.text((confirmed ? "Deleted " : "Kept ") + file.filename());
    }

    private static ToolResult askTwice(Call call) {
        List<ObjectNode> answers = call.askAll(List.of(
                Questions.text("What is the first name?", "name"), Questions.text("What is the second name?", "name")));
        return ToolResult.text(answers.stream()
                .map(answer -> Questions.accepted(answer, "name").orElse("nobody"))
                .reduce("Received", (all, name) -> all + " " + name));
    }

    private static Tool.Outcome askThenWork(Call call) {
        Optional<String> name = RetryTools.name(call);
        return name.isEmpty()
                ? RetryTools.askName()
                : new Tool.Deferred(later -> ToolResult.text("Hello, " + name.get() + "!"));
    }
}
