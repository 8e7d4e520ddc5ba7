package io.yumen.cli.server;

import io.yumen.app.Core;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.LogOptions;
import io.yumen.exchange.Handler;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen call}: calls one tool and prints what it answers. */
@Command(
        name = "call",
        description = "Call a tool and print its answer; ends with 1 when the tool says that it failed.",
        footer = {"%nExample:", "  yumen call everything/add '{\"a\": 2, \"b\": 40}'"})
public final class CallCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private LogOptions log = new LogOptions();

    @Parameters(
            index = "0",
            paramLabel = "[SERVER/]TOOL",
            description = "The server and its tool, or a tool as clients see it.")
    private String target = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ARGUMENTS", description = "The arguments, a JSON object.")
    private String arguments = "{}";

    @Option(names = "--json", description = "Print the whole result instead of its text.")
    private boolean json;

    @Override
    public Integer call() {
        log.applyQuietly();
        int slash = target.indexOf('/');
        if (slash == 0 || slash == target.length() - 1) {
            throw new CommandFailed("Name the server and the tool, as in everything/add, or the tool alone");
        }
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", target.substring(slash + 1));
        params.set("arguments", read(arguments));
        try (Core core = Core.start(config.loadOrDemo(), config.own())) {
            Handler handler = slash < 0 ? core.hub() : ServerCall.server(core, target.substring(0, slash));
            ObjectNode result = ServerCall.send(handler, Methods.TOOLS_CALL, params);
            print(result);
            return result.path("isError").asBoolean(false) ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private static ObjectNode read(String text) {
        try {
            if (new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8))
                    instanceof ObjectNode object) {
                return object;
            }
        } catch (RpcException e) {
            throw new CommandFailed("The arguments are no JSON: " + e.error().message());
        }
        throw new CommandFailed("The arguments are a JSON object, as in '{\"a\": 1}'");
    }

    private void print(ObjectNode result) {
        if (json) {
            System.out.println(PlainText.escaped(JsonCodec.text(result)));
            return;
        }
        for (JsonNode part : result.path("content")) {
            System.out.println(
                    part.has("text")
                            ? PlainText.lines(part.path("text").asString(""))
                            : PlainText.escaped(JsonCodec.text(part)));
        }
    }
}
