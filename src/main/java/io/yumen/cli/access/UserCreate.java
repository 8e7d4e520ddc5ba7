package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen user create}: makes a user. */
@Command(
        name = "create",
        description = "Make a user. Without --stdin a password is made, and standard output is that password alone.")
final class UserCreate implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name, as in ann or ann@example.com.")
    private String name = "";

    @Option(
            names = {"-r", "--role"},
            paramLabel = "ROLE",
            description = {
                "What the user may do; can be given several times. Yumen itself knows admin, operator, monitor and auditor;",
                "rules may speak of any others."
            })
    private List<String> roles = List.of();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose data the user may touch. Default: local.")
    private @Nullable String tenant;

    @Mixin
    private PasswordOption password = new PasswordOption();

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("name", name);
        ArrayNode granted = order.putArray("roles");
        roles.forEach(granted::add);
        if (tenant != null) {
            order.put("tenant", tenant);
        }
        String chosen = password.take();
        gateway.call().post(UserList.PATH, order.put("password", chosen));
        System.err.println("User " + name + " is made");
        password.show(chosen);
        return ExitCode.OK;
    }
}
