package io.yumen.cli.cache;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code yumen cache get}: lists what is kept. */
@Command(
        name = "get",
        description = {
            "List what a server keeps: how good each copy is still, when the system behind it last said that it is so, and of what it is.",
            "fresh: it is told; ageing: it is told, and asked for anew; old: it is told where no new one is to be had; gone: no more."
        })
final class CacheGet implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = "*",
            description =
                    "Only of these addresses: * and ? as wildcards; what begins with / is of paths. Default: all of them.")
    private String pattern = "*";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "So many at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = gateway.call()
                .read(CacheCommand.path(server, "?limit=" + limit + "&pattern=" + GatewayCall.encoded(pattern)));
        if (json) {
            System.out.println(PlainText.escaped(answer.toPrettyString()));
            return ExitCode.OK;
        }
        for (JsonNode entry : answer.path("entries")) {
            System.out.printf(
                    "%-6s  %-14s  %s  %8d  %s%n",
                    text(entry, "state"),
                    text(entry, "kind"),
                    text(entry, "checked"),
                    entry.path("characters").asInt(0),
                    text(entry, "name"));
        }
        int more = answer.path("more").asInt(0);
        if (more > 0) {
            System.out.println("And " + more + " more");
        } else if (answer.path("entries").isEmpty()) {
            System.out.println("Nothing of that is kept");
        }
        return ExitCode.OK;
    }

    private static String text(JsonNode entry, String key) {
        return PlainText.of(entry.path(key).asString(""));
    }
}
