package io.yumen.cli.command;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What commands ask of a gateway that runs, and order it, as any program of this machine could. */
public final class GatewayCall {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ANSWERING = Duration.ofSeconds(30);
    private static final int FIRST_FAILURE = 300;

    private final URI root;
    private final Optional<RunningGateway> own;

    /**
     * Calls of that gateway.
     *
     * @param own what it said of itself, where it runs for this user: how it lets commands in, and how it is known
     */
    GatewayCall(URI root, Optional<RunningGateway> own) {
        this.root = root;
        this.own = own;
    }

    /** What it answers at that path, whatever that is. */
    public HttpResponse<String> get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(root.resolve(path)).GET());
    }

    /** What it says of a server; {@code more} is what follows the server's path. */
    public JsonNode server(String name, String more) throws InterruptedException {
        return body(get(path(name, more)));
    }

    /** Has that done to a server, and returns what it says of the server then. */
    public JsonNode order(String name, String action) throws InterruptedException {
        return post(path(name, "/" + action), JsonNodeFactory.instance.objectNode());
    }

    /** What it has at that path. */
    public JsonNode read(String path) throws InterruptedException {
        return body(get(path));
    }

    /** Gives that order, and returns the answer. */
    public JsonNode post(String path, ObjectNode order) throws InterruptedException {
        return body(send(HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonCodec.text(order)))));
    }

    /** Has what is at that path removed, and returns the answer. */
    public JsonNode delete(String path) throws InterruptedException {
        return body(send(HttpRequest.newBuilder(root.resolve(path)).DELETE()));
    }

    /** A name as it stands in a path. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        own.ifPresent(gateway ->
                request.header("Authorization", "Bearer " + gateway.operator().reveal()));
        try (HttpClient client = client()) {
            return client.send(request.timeout(ANSWERING).build(), BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException e) {
            throw none();
        } catch (HttpTimeoutException e) {
            throw new CommandFailed("The gateway at " + root + " has not answered for " + ANSWERING.toSeconds() + " s");
        } catch (IOException e) {
            throw none();
        }
    }

    private CommandFailed none() {
        return new CommandFailed(
                ExitCode.NOT_RUNNING, "No gateway answers at " + root + "; start one with: yumen serve");
    }

    private HttpClient client() throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECTING);
        Optional<Path> certificate =
                own.flatMap(RunningGateway::certificate).filter(file -> "https".equals(root.getScheme()));
        return certificate.isPresent()
                ? client.sslContext(OwnCertificate.of(certificate.get())).build()
                : client.build();
    }

    private static JsonNode body(HttpResponse<String> response) {
        JsonNode body = parsed(response.body());
        if (response.statusCode() >= FIRST_FAILURE) {
            String reason = body.path("error").path("message").asString("it answers " + response.statusCode());
            throw new CommandFailed(reason);
        }
        return body;
    }

    private static JsonNode parsed(String text) {
        try {
            return new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
        } catch (RpcException e) {
            throw new CommandFailed("What answers there is no Yumen gateway, or an old one");
        }
    }

    private static String path(String name, String more) {
        return "/api/v1/servers/" + encoded(name) + more;
    }
}
