package io.yumen.cli.cache;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen cache invalidate}: has what is kept forgotten. */
@Command(
        name = "invalidate",
        description = "Have a server forget what it keeps of some addresses, so that it asks for them anew.")
final class CacheInvalidate implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(
            index = "1",
            paramLabel = "PATTERN",
            description = "Of these addresses: * and ? as wildcards; what begins with / is of paths. * alone is all.")
    private String pattern = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = gateway.call()
                .post(
                        CacheCommand.path(server, "/invalidate"),
                        JsonNodeFactory.instance.objectNode().put("pattern", pattern));
        System.err.println("Forgotten: " + answer.path("forgotten").asInt(0));
        return ExitCode.OK;
    }
}
