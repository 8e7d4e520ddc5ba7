package io.yumen.faults;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A client of one endpoint, of either era. Each request has an id of its own unless a test gives it one. */
final class McpClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonCodec JSON = new JsonCodec(JsonLimits.SERVER_DEFAULT);
    private static final String MODERN = "2026-07-28";
    private static final String LEGACY = "2025-11-25";

    private static final AtomicReference<HttpClient> HTTP = new AtomicReference<>(http());

    private final URI endpoint;
    private final String session;
    private final AtomicInteger ids = new AtomicInteger();

    private McpClient(URI endpoint, String session) {
        this.endpoint = endpoint;
        this.session = session;
    }

    static McpClient modern(URI endpoint) {
        return new McpClient(endpoint, "");
    }

    /** A client that has opened a session; closing it ends the session. */
    static McpClient legacy(URI endpoint) {
        HttpResponse<String> opened = initialize(endpoint);
        return new McpClient(
                endpoint, session(opened).orElseThrow(() -> new AssertionError("No session: " + opened.body())));
    }

    /** What a client hears who opens a session, where the era has some, calls that tool, and leaves. */
    static String hear(URI endpoint, boolean isModern, String tool) {
        if (isModern) {
            return told(modern(endpoint).call(tool));
        }
        HttpResponse<String> opened = initialize(endpoint);
        if (session(opened).isEmpty()) {
            return told(read(opened.body()));
        }
        try (McpClient client = new McpClient(endpoint, session(opened).get())) {
            return told(client.call(tool));
        }
    }

    static McpClient of(URI endpoint, boolean isModern) {
        return isModern ? modern(endpoint) : legacy(endpoint);
    }

    /** Closes the connections of all clients; they open others when they need some. Nothing may be under way. */
    static void disconnect() {
        HTTP.getAndSet(http()).close();
    }

    static HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    /** Posts that as it is. */
    static HttpResponse<String> post(URI endpoint, byte[] body) {
        return send(builder(endpoint).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** The response to a call of that tool: a result or an error. */
    ObjectNode call(String tool, ObjectNode arguments) {
        return call(ids.incrementAndGet(), tool, arguments);
    }

    ObjectNode call(int id, String tool, ObjectNode arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", tool);
        params.set("arguments", arguments);
        return request(id, "tools/call", params);
    }

    ObjectNode call(String tool) {
        return call(tool, JsonNodeFactory.instance.objectNode());
    }

    ObjectNode list() {
        return request(ids.incrementAndGet(), "tools/list", JsonNodeFactory.instance.objectNode());
    }

    ObjectNode request(int id, String method, ObjectNode params) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("jsonrpc", "2.0").put("id", id).put("method", method);
        HttpRequest.Builder http = builder(endpoint);
        if (session.isEmpty()) {
            ObjectNode meta = params.putObject("_meta");
            meta.put("io.modelcontextprotocol/protocolVersion", MODERN)
                    .putObject("io.modelcontextprotocol/clientCapabilities");
            http.header("MCP-Protocol-Version", MODERN).header("Mcp-Method", method);
            if (params.has("name")) {
                http.header("Mcp-Name", params.path("name").asString());
            }
        } else {
            http.header("MCP-Protocol-Version", LEGACY).header("Mcp-Session-Id", session);
        }
        request.set("params", params);
        return answer(send(http.POST(HttpRequest.BodyPublishers.ofString(request.toString()))), id);
    }

    String session() {
        return session;
    }

    @Override
    public void close() {
        if (!session.isEmpty()) {
            send(HttpRequest.newBuilder(endpoint)
                    .header("Mcp-Session-Id", session)
                    .DELETE());
        }
    }

    private static HttpResponse<String> initialize(URI endpoint) {
        return send(builder(endpoint)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                                + LEGACY
                                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}")));
    }

    private static Optional<String> session(HttpResponse<String> opened) {
        return opened.headers().firstValue("Mcp-Session-Id");
    }

    private static HttpRequest.Builder builder(URI endpoint) {
        return HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
    }

    private static HttpClient http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.get().send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode answer(HttpResponse<String> response, int id) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/event-stream")) {
            return read(response.body());
        }
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data:") && !line.substring(5).isBlank())
                .map(line -> read(line.substring(5)))
                .filter(message -> message.path("id").asInt(-1) == id && !message.has("method"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No answer in: " + response.body()));
    }

    static ObjectNode read(String json) {
        return (ObjectNode) JSON.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** What a call brought, in one line: the text of its content, or the code and message of its error. */
    static String told(JsonNode response) {
        JsonNode error = response.path("error");
        return error.isObject()
                ? error.path("code").asInt() + " " + error.path("message").asString()
                : response.path("result").path("content").path(0).path("text").asString("nothing: " + response);
    }
}
