package io.yumen.bridge;

import io.yumen.bridge.EventStream.Event;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** HTTP+SSE of 2024-11-05: all that comes, comes on one stream, whose first event says where to post to. */
final class SseChannel implements Channel {
    private final HttpExchanges http;
    private final EventStream stream;
    private final String messages;

    SseChannel(URI gateway, Consumer<ObjectNode> sink) {
        http = new HttpExchanges(gateway, sink);
        stream = new EventStream(http.get("/sse", Map.of()).body());
        Event first = stream.next();
        if (first == null || !first.type().equals("endpoint")) {
            throw new AssertionError("The stream began with " + first);
        }
        messages = first.data();
        Thread.ofVirtual().start(this::read);
    }

    @Override
    public void send(ObjectNode message) {
        http.accepted(http.post(messages, message, Map.of()));
    }

    @Override
    public void close() {
        stream.close();
        http.close();
    }

    private void read() {
        for (@Nullable Event event = stream.next(); event != null; event = stream.next()) {
            http.receive(event.data());
        }
    }
}
