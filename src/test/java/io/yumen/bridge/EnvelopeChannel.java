package io.yumen.bridge;

import io.yumen.bridge.EventStream.Event;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Envelopes over server-sent events; the stream goes on where it broke. */
final class EnvelopeChannel implements Channel {
    private final HttpExchanges http;
    private final Envelopes envelopes;
    private final CountDownLatch greeted = new CountDownLatch(1);
    private volatile EventStream stream;
    private volatile String lastId = "";

    EnvelopeChannel(URI gateway, Consumer<ObjectNode> sink) {
        http = new HttpExchanges(gateway, sink);
        envelopes = new Envelopes(sink);
        stream = open(Map.of());
        try {
            if (!greeted.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("No init came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void send(ObjectNode message) {
        http.accepted(http.post("/mcp/message", envelopes.wrap(message), connection()));
    }

    @Override
    public void breakStream(ObjectNode request) {
        stream.close();
    }

    @Override
    public void resume(ObjectNode request) {
        stream = open(Map.of("Last-Event-ID", lastId));
    }

    @Override
    public void close() {
        http.delete("/mcp/sse", connection());
        stream.close();
        http.close();
    }

    private EventStream open(Map<String, String> headers) {
        EventStream opened = new EventStream(http.get("/mcp/sse", headers).body());
        Thread.ofVirtual().start(() -> read(opened));
        return opened;
    }

    private void read(EventStream opened) {
        for (@Nullable Event event = opened.next(); event != null; event = opened.next()) {
            lastId = event.id().isEmpty() ? lastId : event.id();
            envelopes.receive(event.data()).ifPresent(ping -> http.post("/mcp/pong", ping, connection()));
            greeted.countDown();
        }
    }

    private Map<String, String> connection() {
        return Map.of("X-Connection-Id", envelopes.connection());
    }
}
