package io.yumen.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every wire and route by which somebody might come in, with each of its verbs. A route of operators that is not written down
 * here is a door all the same: it is read from their description.
 *
 * @param wire how the documentation calls it
 * @param line method and target
 * @param headers what it takes besides a credential
 * @param body what is sent, or empty
 * @param opened the status for one who may come in: 404 where there is no such session, connection, key or place, and {@link
 *     #SOMEHOW} where nobody wrote down which
 */
record Door(String wire, String line, List<String> headers, String body, int opened) {
    /** Let in, whatever the order then came to. */
    static final int SOMEHOW = 0;

    static final List<String> JSON =
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
    static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"c","version":"1"}}}""";
    static final List<String> SESSION = List.of("Mcp-Session-Id: 0123456789abcdef");
    private static final List<String> UPGRADE = Person.upgrade("mcp");
    private static final List<String> ENVELOPES = Person.upgrade("mcp-envelope");
    private static final String API = "/api/v1";
    private static final Set<Integer> LET_IN = Set.of(200, 204, 400, 404, 405);
    private static final List<Door> ALL = withOthers();
    private static final List<String> PATHS =
            ALL.stream().map(Door::path).distinct().toList();

    String method() {
        return line.substring(0, line.indexOf(' '));
    }

    /** The target without its query. */
    String path() {
        String target = line.substring(line.indexOf(' ') + 1);
        return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    }

    /** Whether that is what is answered to one who may come in. */
    boolean opensWith(int status) {
        return opened == SOMEHOW ? LET_IN.contains(status) : opened == status;
    }

    static Stream<Door> all() {
        return ALL.stream();
    }

    /**
     * All of them, and besides each of their paths with one verb that it may not have, which is another one in each turn: what is tried in
     * turn is tried with every verb and at every path, if not with each at each.
     */
    static List<Door> at(int turn) {
        return Stream.concat(ALL.stream(), OtherDoors.verbs(PATHS, turn)).toList();
    }

    /** Where it stands among those of its turn. */
    int slot() {
        int known = ALL.indexOf(this);
        return known < 0 ? ALL.size() + PATHS.indexOf(path()) : known;
    }

    private static List<Door> withOthers() {
        List<Door> written = written().toList();
        return Stream.concat(written.stream(), OtherDoors.described(written)).toList();
    }

    private static Stream<Door> written() {
        return Stream.of(
                        mcp(),
                        OtherDoors.methods(),
                        streams(),
                        sockets(),
                        channels(),
                        probes(),
                        servers(),
                        people(),
                        decisions(),
                        locks(),
                        heads())
                .flatMap(doors -> doors);
    }

    private static Stream<Door> mcp() {
        return Stream.of(
                        "/mcp",
                        "/servers/everything/mcp",
                        "/api/everything/streamable-http",
                        "/views/all/mcp",
                        "/servers/none/mcp")
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
                new Door("HTTP+SSE", "GET /servers/everything/sse", STREAM, "", 200),
                new Door("HTTP+SSE", "POST /servers/everything/message?sessionId=0", JSON, INITIALIZE, 404),
                new Door("HTTP+SSE", "GET /views/all/sse", STREAM, "", 200),
                new Door("HTTP+SSE", "POST /views/all/message?sessionId=0", JSON, INITIALIZE, 404),
                new Door("HTTP+SSE", "GET /servers/none/sse", STREAM, "", 404));
    }

    private static Stream<Door> sockets() {
        return Stream.of(
                new Door("WebSocket", "GET /mcp/ws", UPGRADE, "", 101),
                new Door("WebSocket", "GET /mcp/ws", ENVELOPES, "", 101),
                new Door("WebSocket", "GET /mcp/ws?cursor=a.1", UPGRADE, "", 400),
                new Door("WebSocket", "GET /servers/everything/ws", UPGRADE, "", 101),
                new Door("WebSocket", "GET /servers/everything/ws", ENVELOPES, "", 101),
                new Door("WebSocket", "GET /views/all/ws", UPGRADE, "", 101));
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
                new Door("Resources", "GET /mcp/resource?uri=test%3A%2F%2Fstatic-text", List.of(), "", 200),
                new Door("Resources", "GET /views/all/mcp/resource?uri=test%3A%2F%2Fstatic-text", List.of(), "", 200),
                new Door("Resources", "GET /servers/everything/mcp/resource?uri=a%3Ab", List.of(), "", 404),
                new Door("Long poll", "GET /mcp/poll", List.of(), "", 200),
                new Door("Long poll", "GET /servers/everything/mcp/poll", List.of(), "", 200),
                new Door("Long poll", "GET /views/all/mcp/poll", List.of(), "", 200),
                new Door("Long poll", "GET /mcp/poll?cursor=0123456789abcdef.1", List.of(), "", 404),
                new Door("Long poll", "DELETE /mcp/poll?cursor=0123456789abcdef.1", List.of(), "", 404));
    }

    private static Stream<Door> probes() {
        return Stream.of(
                read("/health"),
                read("/metrics"),
                new Door("Nowhere", "GET /", List.of(), "", 404),
                new Door("Nowhere", "POST /no/such/path", JSON, "{}", 404));
    }

    private static Stream<Door> servers() {
        return Stream.of(
                read(API + "/servers"),
                read(API + "/servers/everything/log"),
                order("/servers/everything/stop", "{}", 200),
                read(API + "/tools"),
                read(API + "/sessions"),
                new Door("Operations", "DELETE " + API + "/sessions/none", List.of(), "", 404),
                read(API + "/configuration"),
                order("/configuration/check", "{}", 404),
                read(API + "/audit?limit=1"),
                order("/state/backup", "{}", 200));
    }

    private static Stream<Door> people() {
        return Stream.of(
                read(API + "/keys"),
                order("/keys", "{\"principal\":\"mallory\",\"roles\":[\"admin\"],\"scopes\":[\"mcp\"]}", 201),
                order("/keys/abcdefghijkl/rotate", "{}", 404),
                new Door("Operations", "DELETE " + API + "/keys/abcdefghijkl", List.of(), "", 404),
                read(API + "/users"),
                order("/users/nobody/enable", "{}", 404));
    }

    private static Stream<Door> decisions() {
        return Stream.of(
                read(API + "/approvals"),
                order("/approvals/none/approve", "{}", 404),
                order("/approvals/none/deny", "{}", 404),
                read(API + "/pins"),
                read(API + "/pins/everything"),
                order("/pins/everything/reset", "{}", 200),
                order("/pins/everything/tool/none/approve", "{}", 404),
                read(API + "/explain?principal=ann&server=everything&tool=add"),
                order("/explain", "{\"principal\":\"ann\",\"server\":\"everything\",\"tool\":\"add\"}", 200),
                order("/policy/try", "{\"rules\":[{\"name\":\"all\",\"effect\":\"allow\"}]}", 200));
    }

    /** Nothing is locked by an order that cannot be read: whoever may lock everything may, else, not lift it again. */
    private static Stream<Door> locks() {
        return Stream.of(
                read(API + "/lockdown"),
                order("/lockdown/principals/local/nobody", "{}", 200),
                new Door("Operations", "DELETE " + API + "/lockdown/principals/local/nobody", List.of(), "", 200),
                order("/lockdown/everything", "{\"reason\":", 400),
                new Door("Operations", "DELETE " + API + "/lockdown/everything", List.of(), "", 200));
    }

    /** Verbs that ask nothing: a page that asks whether it may ask says for which verb, and these do not. */
    private static Stream<Door> heads() {
        return Stream.of("/mcp", "/sse", "/views/all/mcp", "/health", "/metrics", API + "/keys")
                .flatMap(path -> Stream.of("HEAD", "OPTIONS")
                        .map(verb -> new Door("Other verbs", verb + " " + path, List.of(), "", 405)));
    }

    private static Door read(String target) {
        return new Door("Operations", "GET " + target, List.of(), "", 200);
    }

    private static Door order(String target, String body, int opened) {
        return new Door("Operations", "POST " + API + target, JSON, body, opened);
    }

    static List<String> with(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static int served(String path) {
        return path.contains("none") ? 404 : 200;
    }
}
