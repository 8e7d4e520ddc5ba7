package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen user enable}: lets a user in again. */
@Command(name = "enable", description = "Let a user in again who was disabled.")
final class UserEnable implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        gateway.call().post(UserRemove.path(name) + "/enable", JsonNodeFactory.instance.objectNode());
        System.out.println("User " + name + " may come in from now on");
        return ExitCode.OK;
    }
}
