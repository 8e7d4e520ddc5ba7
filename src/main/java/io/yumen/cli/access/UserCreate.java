package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen user create}: makes a user. */
@Command(
        name = "create",
        description = "Make a user. Without --stdin a password is made, and standard output is that password alone.")
final class UserCreate implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name, as in ann or ann@example.com.")
    private String name = "";

    @Mixin
    private HolderOptions holder = new HolderOptions();

    @Mixin
    private PasswordOption password = new PasswordOption();

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("name", name);
        holder.into(order);
        String chosen = password.take();
        gateway.call().post(UserList.PATH, order.put("password", chosen));
        System.err.println("User " + name + " is made");
        password.show(chosen);
        return ExitCode.OK;
    }
}
