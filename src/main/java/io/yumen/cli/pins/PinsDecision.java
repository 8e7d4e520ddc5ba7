package io.yumen.cli.pins;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Which of what waits a command decides about. */
final class PinsDecision {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "The tool or prompt, as its server knows it, or instructions. Default: all that waits.")
    private List<String> names = List.of();

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "As yumen pins diff says: nothing is decided where something else waits by now.")
    private @Nullable String digest;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    /** Decides so about each. */
    void decide(String verb, String done) throws InterruptedException {
        if (digest != null && names.size() != 1) {
            throw new CommandFailed("--digest is that of one NAME");
        }
        GatewayCall call = gateway.call();
        List<JsonNode> waiting = PinsCommand.waiting(call, server, names);
        for (JsonNode pin : waiting) {
            String name = PinsCommand.text(pin, "name");
            String kind = PinsCommand.text(pin, "kind");
            String looked = digest == null ? PinsCommand.text(pin.path("waiting"), "digest") : digest;
            call.post(
                    PinsCommand.path(server, kind, name, "/" + verb),
                    JsonNodeFactory.instance.objectNode().put("digest", looked));
            System.err.println(done + " " + kind + " " + PlainText.of(name) + " " + looked);
        }
        if (waiting.isEmpty()) {
            throw new CommandFailed("Nothing of it waits for a decision");
        }
    }
}
