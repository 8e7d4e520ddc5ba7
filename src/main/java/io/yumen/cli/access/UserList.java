package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code yumen user list}: says which users there are. */
@Command(name = "list", description = "Say which users there are.")
final class UserList implements Callable<Integer> {
    static final String PATH = "/api/v1/users";

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
        System.out.printf("%-24s  %-12s  %-30s  %s%n", "NAME", "TENANT", "ROLES", "SINCE");
        answer.path("users")
                .valueStream()
                .forEach(user -> System.out.printf(
                        "%-24s  %-12s  %-30s  %s%n",
                        user.path("name").asString(""),
                        user.path("tenant").asString(""),
                        user.path("roles").valueStream().map(JsonNode::asString).collect(Collectors.joining(",")),
                        user.path("created").asString("")));
        return ExitCode.OK;
    }
}
