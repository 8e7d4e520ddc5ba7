package io.yumen.cli.server;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What the commands have in common that have something done to a server of a running gateway. */
final class ServerOrder {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** A server that failed may be tried again by the next request; the order has failed all the same. */
    private static final Set<String> FAILED = Set.of("backing_off", "given_up");

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String name = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the server to start. Default: ${DEFAULT-VALUE}.")
    private int waitSeconds;

    /** Gives the order, waits for its effect, says what the server is then, and returns the exit code. */
    int give(String action) throws InterruptedException {
        GatewayCall call = gateway.call();
        JsonNode server = call.order(name, action);
        long end = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        while (isStarting(server) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            server = call.server(name, "");
        }
        String reason = PlainText.of(server.path("reason").asString(""));
        System.out.println(name + ": " + server.path("state").asString("") + (reason.isEmpty() ? "" : ", " + reason));
        boolean isDone = action.equals("stop")
                || (server.path("usable").asBoolean(false) && !isStarting(server) && !hasFailed(server));
        return isDone ? ExitCode.OK : ExitCode.FAILED;
    }

    private static boolean hasFailed(JsonNode server) {
        return FAILED.contains(server.path("state").asString(""));
    }

    private static boolean isStarting(JsonNode server) {
        return server.path("state").asString("").equals("starting");
    }
}
