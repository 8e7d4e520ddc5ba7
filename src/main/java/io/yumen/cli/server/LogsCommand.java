package io.yumen.cli.server;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code yumen logs}: shows what is known of a server's past. */
@Command(
        name = "logs",
        description = {
            "Show what happened to a server of a running gateway, and what its processes wrote to standard error.",
            "Each line has its time, who says it (life: the gateway; stderr: the server), and what is said."
        })
public final class LogsCommand implements Callable<Integer> {
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

    @Override
    public Integer call() throws InterruptedException {
        JsonNode log = gateway.call().server(name, "/log?lines=" + lines);
        for (JsonNode line : log.path("lines")) {
            System.out.printf(
                    "%s %-6s %s%n",
                    line.path("time").asString(""),
                    line.path("source").asString(""),
                    PlainText.of(line.path("text").asString("")));
        }
        return ExitCode.OK;
    }
}
