package io.yumen.access;

import io.yumen.transport.Wire;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who comes in with a key, and what he says.
 *
 * @param name whom the key is of
 * @param tenant whose data it is about
 */
record Person(URI gateway, String name, String tenant, String key) {
    private static final String JSON = "Content-Type: application/json\nAccept: application/json, text/event-stream\n";
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{"elicitation":{}},"clientInfo":{"name":"c","version":"1"}}}""";
    private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    /** One with those roles, which are a list in JSON. */
    static Person at(Locked gateway, String name, String tenant, String roles) throws IOException {
        String key = gateway.makeKey(
                        "{\"principal\": \"%s\", \"tenant\": \"%s\", \"roles\": %s}".formatted(name, tenant, roles))
                .path("key")
                .asString();
        return new Person(gateway.endpoint(), name, tenant, key);
    }

    /** What is answered to a request without a stream. */
    RawHttp.Answer send(String line, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("X-API-Key: " + key);
        if (!body.isEmpty()) {
            all.add("Content-Type: application/json");
        }
        if (all.stream().noneMatch(header -> header.startsWith("Accept:"))) {
            all.add("Accept: application/json, text/event-stream");
        }
        return RawHttp.send(gateway, line, all, body);
    }

    /** A request whose answer may be a stream; each of the headers ends with a line break. */
    Wire open(String method, String path, String headers, String body) {
        return Wire.send(gateway.getPort(), method, path, JSON + "X-API-Key: " + key + "\n" + headers, body);
    }

    /** A socket that speaks so. */
    Wire socket(String path, String subprotocol) {
        String headers = "X-API-Key: " + key + "\n" + String.join("\n", upgrade(subprotocol)) + "\n";
        return Wire.send(gateway.getPort(), "GET", path, headers, "");
    }

    static List<String> upgrade(String subprotocol) {
        return List.of(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol: " + subprotocol);
    }

    /** Begins a session there, which can be asked. */
    String session(String path) throws IOException {
        String id;
        try (Wire begun = open("POST", path, "", INITIALIZE)) {
            id = begun.header("Mcp-Session-Id");
        }
        in(path, id, INITIALIZED);
        return id;
    }

    /** What is answered to a message of a session. */
    RawHttp.Answer in(String path, String session, String message) throws IOException {
        return send("POST " + path, message, "Mcp-Session-Id: " + session);
    }

    /** A request of the legacy era. */
    static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":{%s}}".formatted(method, params);
    }

    /** A request of the modern era; the parameters, where there are some, end with a comma. */
    RawHttp.Answer ask(String method, String name, String params) throws IOException {
        return send(
                "POST /mcp", modern(method, params), modernHeaders(method, name).toArray(String[]::new));
    }

    /** The same, where the answer is a stream. */
    Wire listen(String params) {
        return open(
                "POST",
                "/mcp",
                String.join("\n", modernHeaders("subscriptions/listen", "")) + "\n",
                modern("subscriptions/listen", params));
    }

    static String modern(String method, String params) {
        return """
                {"jsonrpc":"2.0","id":7,"method":"%s","params":{%s"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}},\
                "extensions":{"io.modelcontextprotocol/tasks":{}}}}}}""".formatted(method, params);
    }

    static List<String> modernHeaders(String method, String name) {
        List<String> headers = new ArrayList<>(List.of("MCP-Protocol-Version: 2026-07-28", "Mcp-Method: " + method));
        if (!name.isEmpty()) {
            headers.add("Mcp-Name: " + name);
        }
        return headers;
    }

    /** The next message of a stream; what says nothing but where it can be resumed is passed over. */
    static JsonNode next(Wire stream) {
        String data = "";
        while (data.isEmpty()) {
            data = stream.event().data();
        }
        return JsonMapper.shared().readTree(data);
    }

    static JsonNode read(RawHttp.Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
