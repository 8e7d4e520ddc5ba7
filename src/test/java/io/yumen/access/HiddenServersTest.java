package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that rules hide: who came in cannot tell its endpoint, on any wire, from one that does not exist. */
@Timeout(60)
class HiddenServersTest {
    private static final String RULES = """
            {"rules": [{"name": "boss", "effect": "allow", "roles": ["boss"]},
                       {"name": "open", "effect": "allow", "servers": ["open"]}]}""";
    private static final String SERVERS = """
            "mcpServers": {"open": {"service": "everything"}, "secret": {"service": "everything"}}""";
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"t","version":"1"}}}""";

    private static final List<String> PLACES = List.of(
            "/servers/%s/mcp",
            "/servers/%s/mcp?x=1",
            "/api/%s/streamable-http",
            "/servers/%s/sse",
            "/servers/%s/message",
            "/api/%s/sse",
            "/api/%s/sse/message",
            "/servers/%s/mcp/sse",
            "/servers/%s/mcp/message",
            "/servers/%s/mcp/pong",
            "/servers/%s/mcp/poll",
            "/servers/%s/mcp/poll?cursor=1",
            "/servers/%s/mcp/resource?uri=test%%3A%%2F%%2Fstatic-text",
            "/servers/%s/ws",
            "/servers/%s/mcp/ws",
            "/api/%s/ws");

    @TempDir
    private Path folder;

    @Test
    void the_endpoint_of_a_hidden_server_answers_as_one_that_does_not_exist() throws IOException {
        try (Locked gateway = Locked.with(folder, RULES, SERVERS)) {
            Person guest = Person.at(gateway, "guest", "local", "[]");
            for (String place : PLACES) {
                for (String verb : List.of("GET", "POST", "DELETE", "OPTIONS", "PUT")) {
                    for (Said said : ways(verb)) {
                        String hidden = answer(guest, verb, place.formatted("secret"), said);
                        String missing = answer(guest, verb, place.formatted("nobody"), said);
                        assertThat(hidden.replace("secret", "nobody"))
                                .as("%s %s %s", verb, place, said)
                                .isEqualTo(missing);
                        assertThat(hidden).as("%s %s", verb, place).startsWith("HTTP/1.1 404");
                    }
                }
            }
        }
    }

    @Test
    void who_may_see_a_server_is_served_at_its_endpoint() throws IOException {
        try (Locked gateway = Locked.with(folder, RULES, SERVERS)) {
            Person boss = Person.at(gateway, "boss", "local", "[\"boss\"]");
            assertThat(boss.send("POST /servers/secret/mcp", INITIALIZE).status())
                    .isEqualTo(200);
            assertThat(Person.at(gateway, "guest", "local", "[]")
                            .send("POST /servers/open/mcp", INITIALIZE)
                            .status())
                    .isEqualTo(200);
        }
    }

    /** What a request says. */
    private record Said(String body, List<String> headers) {}

    private static List<Said> ways(String verb) {
        List<Said> ways = new ArrayList<>();
        ways.add(new Said("", List.of()));
        ways.add(new Said(
                "",
                List.of(
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")));
        ways.add(new Said("", List.of("Mcp-Session-Id: none", "Accept: text/event-stream")));
        if (verb.equals("POST")) {
            ways.add(new Said(INITIALIZE, List.of()));
            ways.add(new Said("{", List.of()));
            ways.add(new Said(
                    Person.modern("tools/list", ""),
                    List.of("MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/list")));
        }
        return ways;
    }

    private static String answer(Person guest, String verb, String path, Said said) throws IOException {
        RawHttp.Answer answer =
                guest.send(verb + " " + path, said.body(), said.headers().toArray(String[]::new));
        return answer.head().replaceAll("(?i)date: [^\r\n]*", "date").replaceAll("(?i)(ratelimit: [^\r\n]*)", "rate")
                + "\n\n" + answer.body();
    }
}
