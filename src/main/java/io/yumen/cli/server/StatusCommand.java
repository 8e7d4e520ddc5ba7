package io.yumen.cli.server;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen status}: says how a running gateway fares. */
@Command(
        name = "status",
        description = "Say how a running gateway fares. Exit code 0: ready; 3: nobody answers; 4: not ready.")
public final class StatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        URI url = gateway.root();
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/health")).timeout(PATIENCE).build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            System.out.print(response.body());
            return response.statusCode() == OK ? ExitCode.OK : ExitCode.NOT_READY;
        } catch (IOException e) {
            System.err.println("No gateway answers at " + url + "; start one with: yumen serve");
            return ExitCode.NOT_RUNNING;
        }
    }
}
