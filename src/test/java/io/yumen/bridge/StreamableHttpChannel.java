package io.yumen.bridge;

import io.yumen.bridge.EventStream.Event;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Streamable HTTP of the legacy era: a session, a stream for each request, and one for all else. */
final class StreamableHttpChannel implements Channel {
    private static final String PATH = "/mcp";
    private static final String SESSION = "Mcp-Session-Id";

    private final HttpExchanges http;
    private final Map<JsonNode, Stream> streams = new ConcurrentHashMap<>();
    private volatile Map<String, String> headers = Map.of();

    StreamableHttpChannel(URI endpoint, Consumer<ObjectNode> sink) {
        http = new HttpExchanges(endpoint, sink);
    }

    @Override
    public void send(ObjectNode message) {
        boolean isRequest = message.has("method") && message.has("id");
        if (isRequest && !headers.isEmpty()) {
            Thread.ofVirtual().start(() -> post(message));
        } else {
            post(message);
        }
    }

    @Override
    public void initialized(ObjectNode result) {
        Map<String, String> complete = new LinkedHashMap<>(headers);
        complete.put("MCP-Protocol-Version", result.path("protocolVersion").asString());
        headers = complete;
        HttpResponse<InputStream> general = http.get(PATH, headers);
        Thread.ofVirtual().start(() -> new Stream(general).read());
    }

    @Override
    public void breakStream(ObjectNode request) {
        stream(request).events.close();
    }

    @Override
    public void resume(ObjectNode request) {
        Map<String, String> resuming = new LinkedHashMap<>(headers);
        resuming.put("Last-Event-ID", stream(request).lastId);
        HttpResponse<InputStream> rest = http.get(PATH, resuming);
        Thread.ofVirtual().start(() -> new Stream(rest).read());
    }

    @Override
    public void close() {
        if (!headers.isEmpty()) {
            http.delete(PATH, headers);
        }
        http.close();
    }

    private void post(ObjectNode message) {
        HttpResponse<InputStream> response = http.post(PATH, message, headers);
        if (headers.isEmpty()) {
            response.headers().firstValue(SESSION).ifPresent(id -> headers = Map.of(SESSION, id));
        }
        if (HttpExchanges.isStream(response)) {
            Stream stream = new Stream(response);
            streams.put(message.path("id"), stream);
            stream.read();
        } else {
            http.readMessage(response);
        }
    }

    private Stream stream(ObjectNode request) {
        Stream stream = streams.get(request.path("id"));
        if (stream == null) {
            throw new AssertionError("There is no stream of " + request);
        }
        return stream;
    }

    /** One stream, and how far it was read. */
    private final class Stream {
        private final EventStream events;
        private volatile String lastId = "";

        Stream(HttpResponse<InputStream> response) {
            if (response.statusCode() != 200) {
                throw new AssertionError("A stream was answered with " + response);
            }
            events = new EventStream(response.body());
        }

        void read() {
            for (Event event = events.next(); event != null; event = events.next()) {
                lastId = event.id().isEmpty() ? lastId : event.id();
                if (!event.data().isEmpty()) {
                    http.receive(event.data());
                }
            }
        }
    }
}
