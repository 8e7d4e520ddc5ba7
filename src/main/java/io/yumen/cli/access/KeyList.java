package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code yumen key list}: says which keys there are. */
@Command(name = "list", description = "Say which keys there are, also those that are not good any more.")
final class KeyList implements Callable<Integer> {
    static final String PATH = "/api/v1/keys";

    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = gateway.call().read(PATH);
        if (json) {
            System.out.println(answer.toPrettyString());
            return ExitCode.OK;
        }
        System.out.printf("%-12s  %-20s  %-20s  %-24s  %s%n", "ID", "PRINCIPAL", "ROLES", "STATE", "NOTE");
        answer.path("keys")
                .valueStream()
                .forEach(key -> System.out.printf(
                        "%-12s  %-20s  %-20s  %-24s  %s%n",
                        key.path("id").asString(""),
                        key.path("principal").asString(""),
                        key.path("roles").valueStream().map(JsonNode::asString).collect(Collectors.joining(",")),
                        state(key),
                        key.path("note").asString("")));
        return ExitCode.OK;
    }

    private static String state(JsonNode key) {
        if (key.has("revoked")) {
            return "revoked";
        }
        return key.has("expires") ? "until " + key.path("expires").asString("") : "good";
    }
}
