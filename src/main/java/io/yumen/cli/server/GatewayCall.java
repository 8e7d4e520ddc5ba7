package io.yumen.cli.server;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What commands ask of a gateway that runs, and order it, as any program of this machine could. */
final class GatewayCall {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final URI root;

    GatewayCall(URI root) {
        this.root = root;
    }

    /** What it answers at that path, whatever that is. */
    HttpResponse<String> get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(root.resolve(path)).GET());
    }

    /** What it says of a server; {@code more} is what follows the server's path. */
    JsonNode server(String name, String more) throws InterruptedException {
        return body(get(path(name, more)));
    }

    /** Has that done to a server, and returns what it says of the server then. */
    JsonNode order(String name, String action) throws InterruptedException {
        return body(send(HttpRequest.newBuilder(root.resolve(path(name, "/" + action)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.NOT_RUNNING, "No gateway answers at " + root + "; start one with: yumen serve");
        }
    }

    private static JsonNode body(HttpResponse<String> response) {
        JsonNode body = read(response.body());
        if (response.statusCode() != OK) {
            String reason = body.path("error").path("message").asString("it answers " + response.statusCode());
            throw new CommandFailed(reason);
        }
        return body;
    }

    private static JsonNode read(String text) {
        try {
            return new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
        } catch (RpcException e) {
            throw new CommandFailed("What answers there is no Yumen gateway, or an old one");
        }
    }

    private static String path(String name, String more) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "/api/v1/servers/" + encoded + more;
    }
}
