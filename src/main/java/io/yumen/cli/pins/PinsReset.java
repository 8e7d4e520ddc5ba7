package io.yumen.cli.pins;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen pins reset}: forgets what was pinned. */
@Command(
        name = "reset",
        description = {
            "Forget what is known of a server, so that what it says next is pinned as at its first use.",
            "With names only of those: what it says of them next is new, and waits where that is the policy."
        })
final class PinsReset implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "The tool or prompt, as its server knows it, or instructions. Default: the whole server.")
    private List<String> names = List.of();

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        GatewayCall call = gateway.call();
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        if (names.isEmpty()) {
            call.post("/api/v1/pins/" + GatewayCall.encoded(server) + "/reset", order);
            System.err.println("Forgotten: all of " + server);
            return ExitCode.OK;
        }
        JsonNode pins = call.read("/api/v1/pins/" + GatewayCall.encoded(server)).path("pins");
        for (String name : names) {
            List<JsonNode> known = pins.valueStream()
                    .filter(pin -> PinsCommand.text(pin, "name").equals(name))
                    .toList();
            if (known.isEmpty()) {
                throw new CommandFailed("Nothing is known of " + name + " of the server " + server);
            }
            for (JsonNode pin : known) {
                call.post(PinsCommand.path(server, PinsCommand.text(pin, "kind"), name, "/reset"), order);
                System.err.println("Forgotten: " + name);
            }
        }
        return ExitCode.OK;
    }
}
