package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code yumen key revoke}: takes a key back. */
@Command(name = "revoke", description = "Take a key back. From then on it lets nobody in.")
final class KeyRevoke implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The key's id, as yumen key list says it.")
    private String id = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode key = gateway.call().delete(path(id));
        System.out.println("Key " + id + " of " + key.path("principal").asString("") + " is worth nothing from now on");
        return ExitCode.OK;
    }

    static String path(String id) {
        return KeyList.PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
