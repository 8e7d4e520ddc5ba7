package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen user disable}: keeps a user out. */
@Command(name = "disable", description = "Keep a user out, from the next request on; the user stays.")
final class UserDisable implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        gateway.call().post(UserRemove.path(name) + "/disable", JsonNodeFactory.instance.objectNode());
        System.out.println("User " + name + " is kept out from now on");
        return ExitCode.OK;
    }
}
