package io.yumen.cli.server;

import io.yumen.app.Core;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.LogOptions;
import io.yumen.config.GatewaySettings;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen tools}: lists the tools of the configured servers, and what they cost in a model's context. */
@Command(
        name = "tools",
        description = {
            "List the tools of the configured servers, with roughly how many tokens each takes in a model's context",
            "(a token is counted as four characters of its definition)."
        })
public final class ToolsCommand implements Callable<Integer> {
    private static final int CHARACTERS_PER_TOKEN = 4;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private LogOptions log = new LogOptions();

    @Parameters(arity = "0..1", paramLabel = "SERVER", description = "Only the tools of this server.")
    private String only = "";

    @Override
    public Integer call() {
        log.applyQuietly();
        GatewaySettings settings = config.loadOrDemo();
        int failed = 0;
        long total = 0;
        if (!only.isEmpty() && !settings.enabledServers().containsKey(only)) {
            throw ServerCall.unknown(only, settings.enabledServers().keySet());
        }
        try (Core core = Core.start(settings, config.own())) {
            for (String server : settings.enabledServers().keySet()) {
                if (!only.isEmpty() && !only.equals(server)) {
                    continue;
                }
                try {
                    total += list(core, server);
                } catch (CommandFailed e) {
                    failed++;
                    System.out.println(server + ": " + e.getMessage());
                }
            }
        }
        System.out.printf("%,d tokens in all%n", total);
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static long list(Core core, String server) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        ObjectNode result = ServerCall.send(ServerCall.server(core, server), Methods.TOOLS_LIST, nothing);
        long sum = 0;
        for (JsonNode tool : result.path("tools")) {
            int tokens = JsonCodec.text(tool).length() / CHARACTERS_PER_TOKEN;
            sum += tokens;
            String description =
                    tool.path("description").asString("").lines().findFirst().orElse("");
            String name = server + "/" + PlainText.of(tool.path("name").asString(""));
            System.out.printf("%-44s %6d  %s%n", name, tokens, PlainText.of(description));
        }
        return sum;
    }
}
