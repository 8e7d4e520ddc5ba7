package io.yumen.bridge;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Long poll, bare messages; a poll that broke off is asked again with the same cursor. */
final class PollChannel implements Channel {
    private final HttpExchanges http;
    private final Consumer<ObjectNode> sink;
    private final Map<String, String> connection;
    private volatile String cursor;
    private volatile Thread polling = Thread.ofVirtual().unstarted(() -> {});

    PollChannel(URI gateway, Consumer<ObjectNode> sink) {
        this.http = new HttpExchanges(gateway, sink);
        this.sink = sink;
        JsonNode opened = HttpExchanges.json(http.get("/mcp/poll?dialect=jsonrpc", Map.of()));
        this.connection = Map.of("X-Connection-Id", opened.path("connectionId").asString());
        this.cursor = opened.path("cursor").asString();
        start();
    }

    @Override
    public void send(ObjectNode message) {
        http.accepted(http.post("/mcp/message", message, connection));
    }

    @Override
    public void breakStream(ObjectNode request) {
        polling.interrupt();
        try {
            polling.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void resume(ObjectNode request) {
        start();
    }

    @Override
    public void close() {
        breakStream(Trees.object());
        http.delete("/mcp/poll?cursor=" + cursor, Map.of());
        http.close();
    }

    private void start() {
        polling = Thread.ofVirtual().start(this::poll);
    }

    private void poll() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                HttpResponse<InputStream> response = http.get("/mcp/poll?cursor=" + cursor, Map.of());
                JsonNode answer = HttpExchanges.json(response);
                answer.path("messages").forEach(message -> sink.accept((ObjectNode) message));
                cursor = answer.path("cursor").asString(cursor);
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            // The poll was broken off.
        }
    }
}
