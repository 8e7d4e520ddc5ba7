package io.yumen.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Posts messages and reads what comes back, be it one message or a stream of them. */
final class HttpExchanges implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final Consumer<ObjectNode> sink;

    /** @param gateway any address of it: paths are taken from its root */
    HttpExchanges(URI gateway, Consumer<ObjectNode> sink) {
        this.gateway = gateway;
        this.sink = sink;
    }

    /** Posts a message; the response is not read yet. */
    HttpResponse<InputStream> post(String path, ObjectNode message, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("Accept", "application/json, text/event-stream");
        return send(request(path, all).POST(HttpRequest.BodyPublishers.ofString(message.toString())));
    }

    /** Opens a stream. */
    HttpResponse<InputStream> get(String path, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", "text/event-stream");
        return send(request(path, all).GET());
    }

    /** Ends what the headers name. */
    void delete(String path, Map<String, String> headers) {
        json(send(request(path, headers).DELETE()));
    }

    /** Checks that a post was taken, whose answer comes elsewhere. */
    void accepted(HttpResponse<InputStream> response) {
        if (response.statusCode() != 202) {
            throw new AssertionError(response + ": " + text(response));
        }
        text(response);
    }

    /** The body of a response that is JSON; an empty object where there is none. */
    static JsonNode json(HttpResponse<InputStream> response) {
        String body = text(response);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response + ": " + body);
        }
        return body.isBlank() ? Trees.object() : JSON.readTree(body);
    }

    static boolean isStream(HttpResponse<InputStream> response) {
        return response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }

    /** Hands on the message of a response that is no stream; one that was accepted has none. */
    void readMessage(HttpResponse<InputStream> response) {
        String body = text(response);
        if (!body.isBlank()) {
            receive(body);
        }
    }

    private static String text(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void receive(String text) {
        sink.accept((ObjectNode) JSON.readTree(text));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(gateway.resolve(path));
        headers.forEach(builder::header);
        return builder;
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
