package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen user password}: gives a user another password. */
@Command(
        name = "password",
        description =
                "Give a user another password. Without --stdin one is made, and standard output is that password alone.")
final class UserPassword implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Mixin
    private PasswordOption password = new PasswordOption();

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        String chosen = password.take();
        gateway.call()
                .post(
                        UserRemove.path(name) + "/password",
                        JsonNodeFactory.instance.objectNode().put("password", chosen));
        System.err.println("User " + name + " has another password");
        password.show(chosen);
        return ExitCode.OK;
    }
}
