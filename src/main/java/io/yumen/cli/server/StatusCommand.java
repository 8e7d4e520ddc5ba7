package io.yumen.cli.server;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code yumen status}: says how a running gateway fares, or one of its servers. */
@Command(
        name = "status",
        description = {
            "Say how a running gateway fares, or one of its servers.",
            "Exit code 0: ready, or the server takes requests; 3: nobody answers; 4: not ready, or the server takes none."
        })
public final class StatusCommand implements Callable<Integer> {
    private static final int OK = 200;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(arity = "0..1", paramLabel = "SERVER", description = "Only this server, with all that is known of it.")
    private String name = "";

    @Override
    public Integer call() throws InterruptedException {
        GatewayCall call = gateway.call();
        return name.isEmpty() ? whole(call) : one(call.server(name, ""));
    }

    private static int whole(GatewayCall call) throws InterruptedException {
        HttpResponse<String> response = call.get("/health");
        System.out.print(PlainText.escaped(response.body()));
        return response.statusCode() == OK ? ExitCode.OK : ExitCode.NOT_READY;
    }

    private static int one(JsonNode server) {
        System.out.println(PlainText.escaped(server.toPrettyString()));
        return server.path("usable").asBoolean(false) ? ExitCode.OK : ExitCode.NOT_READY;
    }
}
