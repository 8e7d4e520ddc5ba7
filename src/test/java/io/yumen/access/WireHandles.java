package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.access.Handle.Held;
import io.yumen.access.Handle.Reach;
import io.yumen.transport.Wire;
import java.io.IOException;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sessions and connections, on each wire. */
final class WireHandles {
    private static final String PING = Person.request("ping", "");
    private static final String CONNECTION = "X-Connection-Id: ";

    private WireHandles() {}

    static Stream<Handle> all() {
        Stream<Handle> sessions =
                Stream.of("/mcp", "/servers/everything/mcp", "/views/all/mcp").flatMap(WireHandles::sessions);
        return Stream.of(sessions, sse(), envelopes(), polls(), sockets()).flatMap(handles -> handles);
    }

    private static Stream<Handle> sessions(String path) {
        String kind = "session at `" + path + "`";
        return Stream.of(
                Handle.refused(kind, "`POST`", owner -> session(owner, path, (who, id) -> who.in(path, id, PING))),
                Handle.refused(
                        kind,
                        "`POST` of a notification",
                        owner -> session(
                                owner,
                                path,
                                (who, id) -> who.in(
                                        path, id, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))),
                Handle.refused(
                        kind,
                        "`GET`",
                        owner -> session(
                                owner,
                                path,
                                (who, id) -> who.send(
                                        "GET " + path, "", "Mcp-Session-Id: " + id, "Accept: text/event-stream"))),
                Handle.refused(kind, "`GET` with `Last-Event-ID`", owner -> resumed(owner, path)),
                Handle.refused(
                        kind,
                        "`DELETE`",
                        owner -> session(
                                owner, path, (who, id) -> who.send("DELETE " + path, "", "Mcp-Session-Id: " + id))));
    }

    private static Held session(Person owner, String path, Reach reach) throws IOException {
        String session = owner.session(path);
        return new Handle.Simple(
                session,
                reach,
                () -> assertThat(owner.in(path, session, PING).status()).isEqualTo(200));
    }

    /** A stream that broke, whose rest is there for who comes back. */
    private static Held resumed(Person owner, String path) throws IOException {
        String session = owner.session(path);
        String event;
        String call = Person.request("tools/call", "\"name\":\"elicit\",\"arguments\":{\"message\":\"m\"}");
        try (Wire stream = owner.open("POST", path, "Mcp-Session-Id: " + session + "\n", call)) {
            event = stream.event().id();
        }
        String last = "Last-Event-ID: " + event;
        return new Handle.Simple(
                session,
                (who, id) -> who.send("GET " + path, "", "Mcp-Session-Id: " + id, last, "Accept: text/event-stream"),
                () -> {
                    try (Wire rest = owner.open("GET", path, "Mcp-Session-Id: " + session + "\n" + last + "\n", "")) {
                        assertThat(Person.next(rest).path("method").asString()).isEqualTo("elicitation/create");
                    }
                });
    }

    private static Stream<Handle> sse() {
        return Stream.of("/sse", "/api/everything/sse")
                .map(path -> Handle.refused("stream at `" + path + "`", "`POST`", owner -> stream(owner, path)));
    }

    private static Held stream(Person owner, String path) {
        Wire stream = owner.open("GET", path, "", "");
        String messages = stream.event().data();
        String prefix = messages.substring(0, messages.indexOf('=') + 1);
        String id = messages.substring(messages.indexOf('=') + 1);
        return new Handle.Streaming(
                new Handle.Simple(id, (who, other) -> who.send("POST " + prefix + other, PING), () -> {
                    assertThat(owner.send("POST " + messages, PING).status()).isEqualTo(202);
                    assertThat(Person.next(stream).has("result")).isTrue();
                }),
                stream);
    }

    private static Stream<Handle> envelopes() {
        String kind = "connection of envelopes";
        return Stream.of(
                Handle.refused(
                        kind,
                        "`POST`",
                        owner -> envelope(owner, (who, id) -> who.send("POST /mcp/message", PING, CONNECTION + id))),
                Handle.refused(
                        kind,
                        "`POST` of a pong",
                        owner -> envelope(
                                owner, (who, id) -> who.send("POST /mcp/pong", "{\"id\":\"p\"}", CONNECTION + id))),
                Handle.refused(
                        kind,
                        "`GET` with `Last-Event-ID`",
                        owner -> envelope(
                                owner,
                                (who, id) -> who.send(
                                        "GET /mcp/sse",
                                        "",
                                        "Last-Event-ID: " + id + ".0",
                                        "Accept: text/event-stream"))),
                Handle.refused(
                        kind,
                        "`DELETE`",
                        owner -> envelope(owner, (who, id) -> who.send("DELETE /mcp/sse", "", CONNECTION + id))));
    }

    private static Held envelope(Person owner, Reach reach) throws IOException {
        String id;
        String initialize = Person.request(
                "initialize", "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{}");
        try (Wire begun = owner.open("POST", "/mcp/message", "", initialize)) {
            id = begun.header("X-Connection-Id");
        }
        return new Handle.Simple(
                id,
                reach,
                () -> assertThat(owner.send("POST /mcp/message", PING, CONNECTION + id)
                                .body())
                        .contains("\"result\""));
    }

    private static Stream<Handle> polls() {
        String kind = "cursor of a long poll";
        return Stream.of(
                Handle.refused(
                        kind,
                        "`GET`",
                        owner -> poll(owner, (who, id) -> who.send("GET /mcp/poll?cursor=" + id + ".0", ""))),
                Handle.refused(
                        kind,
                        "`DELETE`",
                        owner -> poll(owner, (who, id) -> who.send("DELETE /mcp/poll?cursor=" + id + ".0", ""))),
                Handle.refused(
                        kind,
                        "`POST`",
                        owner -> poll(owner, (who, id) -> who.send("POST /mcp/message", PING, CONNECTION + id))));
    }

    private static Held poll(Person owner, Reach reach) throws IOException {
        JsonNode begun = Person.read(owner.send("GET /mcp/poll", ""));
        String id = begun.path("connectionId").asString();
        return new Handle.Simple(id, reach, () -> {
            assertThat(owner.send("POST /mcp/message", PING, CONNECTION + id).status())
                    .isEqualTo(202);
            assertThat(owner.send("GET /mcp/poll?cursor=" + id + ".0", "").body())
                    .contains("\"result\"");
        });
    }

    private static Stream<Handle> sockets() {
        return Stream.of(Handle.refused("cursor of a WebSocket", "upgrade", WireHandles::socket));
    }

    private static Held socket(Person owner) {
        Wire socket = owner.socket("/mcp/ws", "mcp-envelope");
        String id = JsonMapper.shared()
                .readTree(socket.textFrame())
                .path("data")
                .path("connectionId")
                .asString();
        Reach reach = (who, other) -> who.send(
                "GET /mcp/ws?cursor=" + other + ".0",
                "",
                Person.upgrade("mcp-envelope").toArray(String[]::new));
        return new Handle.Streaming(
                new Handle.Simple(id, reach, () -> {
                    socket.sendTextFrame("{\"type\":\"ping\",\"id\":\"p1\",\"data\":{}}");
                    assertThat(socket.textFrame()).contains("pong");
                }),
                socket);
    }
}
