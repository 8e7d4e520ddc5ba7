package io.yumen.cli.server;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** {@code yumen logs}: shows what is known of a server's past. */
@Command(
        name = "logs",
        description = {
            "Show what happened to a server of a running gateway, and what its processes wrote to standard error.",
            "Each line has its time, who says it (life: the gateway; stderr: the server), and what is said."
        })
public final class LogsCommand implements Callable<Integer> {
    private static final int MOST_LINES = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String name = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "100",
            description = "How many of the last lines, at most 1000. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until the command is interrupted or the gateway ends.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        GatewayCall running = gateway.call();
        JsonNode last = showAfter(MissingNode.getInstance(), running.server(name, "/log?lines=" + lines));
        // What is checked is also flushed; it is an error once nobody reads any more.
        while (follow && !System.out.checkError()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            last = showAfter(last, running.server(name, "/log?lines=" + MOST_LINES));
        }
        return ExitCode.OK;
    }

    /** Shows what came after that line, and all where it is not known any more; returns the line that is the last now. */
    private static JsonNode showAfter(JsonNode shown, JsonNode log) {
        List<JsonNode> known = log.path("lines").valueStream().toList();
        known.subList(known.lastIndexOf(shown) + 1, known.size()).forEach(LogsCommand::show);
        return known.isEmpty() ? shown : known.getLast();
    }

    private static void show(JsonNode line) {
        System.out.printf(
                "%s %-6s %s%n",
                line.path("time").asString(""),
                line.path("source").asString(""),
                PlainText.of(line.path("text").asString("")));
    }
}
