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

/** HTTP of the modern era: a request stands for itself, and is given up by closing the stream of its response. */
final class ModernHttpChannel implements Channel {
    private final HttpExchanges http;
    private final Map<JsonNode, EventStream> streams = new ConcurrentHashMap<>();

    ModernHttpChannel(URI endpoint, Consumer<ObjectNode> sink) {
        http = new HttpExchanges(endpoint, sink);
    }

    @Override
    public void send(ObjectNode message) {
        Thread.ofVirtual().start(() -> post(message));
    }

    @Override
    public void cancel(ObjectNode request) {
        EventStream stream = streams.get(request.path("id"));
        if (stream == null) {
            throw new AssertionError("There is no stream of " + request);
        }
        stream.close();
    }

    @Override
    public void close() {
        streams.values().forEach(EventStream::close);
        http.close();
    }

    private void post(ObjectNode message) {
        HttpResponse<InputStream> response = http.post("/mcp", message, headers(message));
        if (!HttpExchanges.isStream(response)) {
            http.readMessage(response);
            return;
        }
        EventStream stream = new EventStream(response.body());
        streams.put(message.path("id"), stream);
        for (Event event = stream.next(); event != null; event = stream.next()) {
            http.receive(event.data());
        }
        streams.remove(message.path("id"));
    }

    private static Map<String, String> headers(ObjectNode message) {
        String method = message.path("method").asString();
        JsonNode params = message.path("params");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "MCP-Protocol-Version",
                params.path("_meta")
                        .path("io.modelcontextprotocol/protocolVersion")
                        .asString());
        headers.put("Mcp-Method", method);
        String named = switch (method) {
            case "tools/call", "prompts/get" -> "name";
            case "resources/read" -> "uri";
            case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
            default -> "";
        };
        if (!named.isEmpty()) {
            headers.put("Mcp-Name", params.path(named).asString());
        }
        return headers;
    }
}
