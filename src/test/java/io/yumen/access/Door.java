package io.yumen.access;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every wire and route by which somebody might come in, with each of its verbs.
 *
 * @param wire how the documentation calls it
 * @param line method and target
 * @param headers what it takes besides a credential
 * @param body what is sent, or empty
 * @param opened the status for one who may come in: 404 where there is no such session, connection, key or place
 */
record Door(String wire, String line, List<String> headers, String body, int opened) {
    private static final List<String> JSON =
            List.of("Content-Type: application/json", "Accept: application/json, text/event-stream");
    private static final List<String> STREAM = List.of("Accept: text/event-stream");
    private static final String CALL = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"message":"m"},"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
            "io.modelcontextprotocol/clientCapabilities":{}}}}""";
    private static final List<String> MODERN = Stream.concat(
                    JSON.stream(),
                    Stream.of("MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: echo"))
            .toList();
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"c","version":"1"}}}""";
    private static final List<String> SESSION = List.of("Mcp-Session-Id: 0123456789abcdef");
    private static final List<String> UPGRADE = List.of(
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: mcp");

    String method() {
        return line.substring(0, line.indexOf(' '));
    }

    /** The target without its query. */
    String path() {
        String target = line.substring(line.indexOf(' ') + 1);
        return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    }

    static Stream<Door> all() {
        return Stream.of(mcp(), streams(), channels(), operations()).flatMap(doors -> doors);
    }

    private static Stream<Door> mcp() {
        return Stream.of("/mcp", "/servers/everything/mcp", "/api/everything/streamable-http", "/servers/none/mcp")
                .flatMap(path -> Stream.of(
                        new Door("Streamable HTTP", "POST " + path, MODERN, CALL, served(path)),
                        new Door("Streamable HTTP", "POST " + path, JSON, INITIALIZE, served(path)),
                        new Door("Streamable HTTP", "GET " + path, with(STREAM, SESSION), "", 404),
                        new Door("Streamable HTTP", "DELETE " + path, SESSION, "", 404)));
    }

    private static Stream<Door> streams() {
        return Stream.of(
                new Door("HTTP+SSE", "GET /sse", STREAM, "", 200),
                new Door("HTTP+SSE", "POST /message?sessionId=0123456789abcdef", JSON, INITIALIZE, 404),
                new Door("HTTP+SSE", "GET /api/everything/sse", STREAM, "", 200),
                new Door("HTTP+SSE", "POST /api/everything/sse/message?sessionId=0", JSON, INITIALIZE, 404),
                new Door("HTTP+SSE", "GET /servers/none/sse", STREAM, "", 404),
                new Door("WebSocket", "GET /mcp/ws", UPGRADE, "", 101),
                new Door("WebSocket", "GET /mcp/ws?cursor=a.1", UPGRADE, "", 400),
                new Door("WebSocket", "GET /servers/everything/ws", UPGRADE, "", 101));
    }

    private static Stream<Door> channels() {
        return Stream.of(
                new Door("Envelopes", "GET /mcp/sse", STREAM, "", 200),
                new Door("Envelopes", "DELETE /mcp/sse", List.of("X-Connection-Id: 0123456789abcdef"), "", 404),
                new Door("Envelopes", "POST /mcp/message", JSON, CALL, 200),
                new Door(
                        "Envelopes",
                        "POST /mcp/pong",
                        with(JSON, List.of("X-Connection-Id: 0")),
                        "{\"id\":\"p\"}",
                        404),
                new Door("Envelopes", "GET /capabilities", List.of(), "", 200),
                new Door("Long poll", "GET /mcp/poll", List.of(), "", 200),
                new Door("Long poll", "GET /mcp/poll?cursor=0123456789abcdef.1", List.of(), "", 404),
                new Door("Long poll", "DELETE /mcp/poll?cursor=0123456789abcdef.1", List.of(), "", 404));
    }

    private static Stream<Door> operations() {
        return Stream.of(
                new Door("Operations", "GET /health", List.of(), "", 200),
                new Door("Operations", "GET /metrics", List.of(), "", 200),
                new Door("Operations", "GET /api/v1/servers", List.of(), "", 200),
                new Door("Operations", "GET /api/v1/servers/everything/log", List.of(), "", 200),
                new Door("Operations", "POST /api/v1/servers/everything/stop", JSON, "{}", 200),
                new Door("Operations", "GET /api/v1/keys", List.of(), "", 200),
                new Door(
                        "Operations",
                        "POST /api/v1/keys",
                        JSON,
                        "{\"principal\":\"mallory\",\"roles\":[\"admin\"],\"scopes\":[\"mcp\"]}",
                        201),
                new Door("Operations", "GET /api/v1/audit?limit=1", List.of(), "", 200),
                new Door("Operations", "POST /api/v1/state/backup", JSON, "{}", 200),
                new Door("Operations", "DELETE /api/v1/keys/abcdefghijkl", List.of(), "", 404),
                new Door("Operations", "GET /api/v1/users", List.of(), "", 200),
                new Door("Operations", "POST /api/v1/users/nobody/enable", JSON, "{}", 404),
                new Door("Operations", "GET /api/v1/lockdown", List.of(), "", 200),
                new Door("Operations", "POST /api/v1/lockdown/principals/local/nobody", JSON, "{}", 200),
                new Door("Operations", "DELETE /api/v1/lockdown/principals/local/nobody", List.of(), "", 200),
                new Door("Nowhere", "GET /", List.of(), "", 404),
                new Door("Nowhere", "POST /no/such/path", JSON, "{}", 404));
    }

    private static List<String> with(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static int served(String path) {
        return path.contains("none") ? 404 : 200;
    }
}
