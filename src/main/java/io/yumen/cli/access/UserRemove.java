package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yumen user remove}: removes a user. */
@Command(
        name = "remove",
        description = "Remove a user. From then on nothing that was given to the user lets anybody in.")
final class UserRemove implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        gateway.call().delete(path(name));
        System.out.println("There is no user " + name + " any more");
        return ExitCode.OK;
    }

    static String path(String name) {
        return UserList.PATH + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%40", "@");
    }
}
