package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen key rotate}: makes another key for the same holder. */
@Command(
        name = "rotate",
        description =
                "Make another key for the same holder, and end the old one after a while. Standard output is the new key.")
final class KeyRotate implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The old key's id.")
    private String id = "";

    @Option(
            names = "--overlap",
            paramLabel = "DURATION",
            defaultValue = "PT24H",
            description = "How long the old key stays good, as in PT24H (ISO 8601). Default: ${DEFAULT-VALUE}.")
    private String overlap = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode made = gateway.call()
                .post(
                        KeyRevoke.path(id) + "/rotate",
                        JsonNodeFactory.instance.objectNode().put("overlap", overlap));
        System.err.println("Key " + made.path("id").asString("") + "; it is shown only now");
        System.out.println(made.path("key").asString(""));
        return ExitCode.OK;
    }
}
