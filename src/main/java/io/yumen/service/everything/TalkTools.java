package io.yumen.service.everything;

import io.yumen.protocol.LogLevel;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolResult;
import java.time.Duration;
import java.util.List;

/** Tools that talk while they work: log messages and progress. */
final class TalkTools {
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final String LOGGER = "everything";

    private TalkTools() {}

    record Lines(
            @Doc(value = "How severe the messages are", fallback = "\"info\"")
            LogLevel level,

            @Doc(value = "How many there are", min = 1, max = 1000, fallback = "3")
            int count,

            @Doc(value = "What they say, before their number", max = 1000, fallback = "\"message\"")
            String text,

            @Doc(value = "Milliseconds between two of them", min = 0, max = 10_000, fallback = "0")
            int delayMillis) {}

    record Steps(
            @Doc(value = "How many steps there are", min = 1, max = 1000, fallback = "5")
            int steps,

            @Doc(value = "Milliseconds that a step takes", min = 0, max = 10_000, fallback = "100")
            int delayMillis,

            @Doc(value = "What is said with each step, before its number", max = 1000, fallback = "\"step\"")
            String text) {}

    static List<Tool> all() {
        return List.of(
                Tool.named("test_tool_with_logging", "Log messages")
                        .does("Sends three log messages at level info, a moment apart.")
                        .answers(TalkTools::logThrice),
                Tool.named("test_logging_tool", "A log message")
                        .does("Sends a log message where the request asked for them, and none where it did not.")
                        .answers(call -> {
                            call.log(LogLevel.INFO, LOGGER, "A message that the request asked for");
                            return ToolResult.text("Logged where it was wanted");
                        }),
                Tool.named("test_tool_with_progress", "Progress")
                        .does("Reports progress 0, 50 and 100 of 100, a moment apart.")
                        .answers(TalkTools::progressThrice),
                Tool.named("test_reconnection", "A call that outlives its stream")
                        .does("Takes a while before it answers, so that a client can reconnect meanwhile.")
                        .answers(call -> {
                            call.release();
                            call.pause(Duration.ofMillis(300));
                            return ToolResult.text("The answer arrived after the pause");
                        }),
                Tool.named("log", "Send log messages")
                        .does("Sends log messages of a level, a number and a pace of your choice.")
                        .answers(Lines.class, TalkTools::log),
                Tool.named("progress", "Report progress")
                        .does("Works in steps and reports progress after each.")
                        .answers(Steps.class, TalkTools::progress));
    }

    private static ToolResult logThrice(Call call) {
        call.log(LogLevel.INFO, LOGGER, "Tool execution started");
        call.pause(MOMENT);
        call.log(LogLevel.INFO, LOGGER, "Tool processing data");
        call.pause(MOMENT);
        call.log(LogLevel.INFO, LOGGER, "Tool execution completed");
        return ToolResult.text("Tool with logging executed successfully");
    }

    private static ToolResult progressThrice(Call call) {
        call.progress(0, 100, "Completed step 0 of 100");
        call.pause(MOMENT);
        call.progress(50, 100, "Completed step 50 of 100");
        call.pause(MOMENT);
        call.progress(100, 100, "Completed step 100 of 100");
        return ToolResult.text("Tool with progress executed successfully");
    }

    private static ToolResult log(Lines lines, Call call) {
        for (int i = 1; i <= lines.count(); i++) {
            call.log(lines.level(), LOGGER, lines.text() + " " + i);
            call.pause(Duration.ofMillis(lines.delayMillis()));
        }
        return ToolResult.text("Sent " + lines.count() + " log messages");
    }

    private static ToolResult progress(Steps steps, Call call) {
        for (int i = 1; i <= steps.steps(); i++) {
            call.pause(Duration.ofMillis(steps.delayMillis()));
            call.progress(i, steps.steps(), steps.text() + " " + i);
        }
        return ToolResult.text("Finished " + steps.steps() + " steps");
    }
}
