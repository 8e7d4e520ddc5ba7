package io.yumen.transport.envelope;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.channel.ChannelLimits;
import io.yumen.channel.Ending;
import io.yumen.channel.FakeTime;
import io.yumen.tenant.Principal;
import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class EnvelopeHttpTest {
    private static final long NOW = 1_640_995_200_000L;

    private final FakeTime time = new FakeTime();
    private final ServedMcp mcp = new ServedMcp(ChannelLimits.DEFAULT, time.wheel());

    @AfterEach
    void close() {
        mcp.close();
    }

    @Test
    void a_stream_begins_with_an_init_envelope_and_the_id_of_the_connection() {
        try (Wire stream = open("")) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            String id = stream.header("X-Connection-Id");
            assertThat(id).matches("[A-Za-z0-9_-]{32}");

            Wire.Event init = stream.event();

            assertThat(init.id()).isEqualTo(id + ".0");
            assertThat(init.retry()).isEqualTo("1000");
            assertThat(init.json().propertyNames()).containsExactly("type", "id", "timestamp", "data");
            assertThat(init.json().path("type").stringValue()).isEqualTo("init");
            assertThat(init.json().path("id").stringValue()).isEqualTo(id);
            assertThat(init.json().path("timestamp").longValue()).isEqualTo(NOW);
            assertThat(init.json().at("/data/capabilities/tools/listChanged").booleanValue())
                    .isTrue();
            assertThat(init.json().at("/data/serverInfo/name").stringValue()).isEqualTo("yumen");
            assertThat(init.json().at("/data/resumed").booleanValue()).isFalse();
        }
    }

    @Test
    void an_answer_comes_in_an_envelope_of_the_same_id_byte_for_byte() {
        try (Wire stream = open("")) {
            stream.event();
            String id = initialized(stream);
            try (Wire post = post(
                    id,
                    "{'type': 'request', 'id': 'req_123', 'timestamp': 1, 'data':"
                            + " {'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}}")) {
                assertThat(post.status()).isEqualTo(202);
                assertThat(post.header("X-Connection-Id")).isEqualTo(id);
            }

            assertThat(stream.event().data())
                    .isEqualTo("{\"type\":\"response\",\"id\":\"req_123\",\"timestamp\":" + NOW
                            + ",\"data\":{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}}");
        }
    }

    @Test
    void a_thousand_posts_at_once_are_answered_each_under_its_own_id() throws InterruptedException {
        try (Wire stream = open("")) {
            stream.event();
            String id = initialized(stream);
            List<Thread> posters = new ArrayList<>();
            for (int t = 0; t < 20; t++) {
                int first = t * 50;
                posters.add(Thread.ofVirtual().start(() -> {
                    for (int i = first; i < first + 50; i++) {
                        post(id, envelope("req_e" + i, echo(i + 1, "text" + i))).close();
                    }
                }));
            }
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                ObjectNode answer = stream.event().json();
                String number = answer.path("id").stringValue().substring("req_e".length());
                assertThat(answer.at("/data/result/echo").stringValue()).isEqualTo("text" + number);
                seen.add(number);
            }
            assertThat(seen).hasSize(1_000);
            for (Thread poster : posters) {
                poster.join();
            }
        }
    }

    @Test
    void an_envelope_that_is_sent_again_is_taken_once() {
        try (Wire stream = open("")) {
            stream.event();
            String id = initialized(stream);
            post(id, envelope("req_a", echo(1, "once"))).close();
            post(id, envelope("req_a", echo(1, "once"))).close();
            post(id, envelope("req_b", echo(2, "twice"))).close();

            List<String> answers = List.of(echoed(stream), echoed(stream));

            assertThat(answers).containsExactlyInAnyOrder("once", "twice");
        }
    }

    @Test
    void without_a_stream_the_answer_is_the_response() {
        String id;
        try (Wire post = mcp.post("/mcp/message", "", initialize())) {
            assertThat(post.status()).isEqualTo(200);
            id = post.header("X-Connection-Id");
            assertThat(post.json().at("/result/protocolVersion").stringValue()).isEqualTo("2025-06-18");
        }
        try (Wire post = post(id, echo(2, "kept"))) {
            assertThat(post.status()).isEqualTo(200);
            assertThat(post.json().at("/result/echo").stringValue()).isEqualTo("kept");
        }
        try (Wire post = post(id, envelope("req_9", echo(3, "enveloped")))) {
            ObjectNode answer = post.json();
            assertThat(answer.path("id").stringValue()).isEqualTo("req_9");
            assertThat(answer.at("/data/result/echo").stringValue()).isEqualTo("enveloped");
        }
        try (Wire post = mcp.post("/mcp/message", "", echo(1, "alone"))) {
            assertThat(post.status()).isEqualTo(200);
            assertThat(post.json().at("/result/echo").stringValue()).isEqualTo("alone");
        }
        while (mcp.channels().count() > 1) {
            Thread.onSpinWait();
        }
        assertThat(mcp.channels().find(id, Principal.LOCAL, "/mcp")).isPresent();
    }

    @Test
    void a_stream_that_broke_goes_on_after_the_event_that_the_client_names() {
        String id;
        String last;
        try (Wire stream = open("")) {
            stream.event();
            id = initialized(stream);
            post(id, echo(1, "seen")).close();
            last = stream.event().id();
        }
        post(id, echo(2, "missed")).close();
        try (Wire stream = open("Last-Event-ID: " + last + "\n")) {
            ObjectNode init = stream.event().json();
            assertThat(init.path("id").stringValue()).isEqualTo(id);
            assertThat(init.at("/data/resumed").booleanValue()).isTrue();
            assertThat(echoed(stream)).isEqualTo("missed");
            post(id, echo(3, "live")).close();
            assertThat(echoed(stream)).isEqualTo("live");
        }
    }

    @Test
    void a_connection_is_worth_nothing_to_another_principal_wherever_it_is_named() {
        try (Wire stream = open("X-Test-User: anna\n")) {
            String id = stream.header("X-Connection-Id");
            String bert = "X-Test-User: bert\n";
            for (Wire refused : List.of(
                    open(bert + "Last-Event-ID: " + id + ".0\n"),
                    Wire.send(mcp.port(), "GET", "/mcp/poll?cursor=" + id + ".0", bert, ""),
                    Wire.send(mcp.port(), "DELETE", "/mcp/sse?connectionId=" + id, bert, ""),
                    mcp.post("/mcp/message", bert + connection(id), echo(1, "x")),
                    mcp.post("/mcp/pong", bert + connection(id), "{'id': 'ping_1'}"))) {
                try (refused) {
                    assertThat(refused.status()).isEqualTo(404);
                }
            }
            assertThat(mcp.channels().count()).isEqualTo(1);
        }
    }

    @Test
    void a_ping_comes_after_thirty_seconds_and_only_its_own_pong_answers_it() {
        try (Wire stream = open("")) {
            stream.event();
            String id = stream.header("X-Connection-Id");
            time.pass(Duration.ofSeconds(30));
            Wire.Event ping = stream.event();
            assertThat(ping.id()).isEmpty();
            assertThat(ping.data())
                    .isEqualTo("{\"type\":\"ping\",\"id\":\"ping_1\",\"timestamp\":" + NOW + ",\"data\":{}}");

            assertThat(pong(id, "{'id': 'ping_7'}")).isEqualTo(404);
            assertThat(pong(id, "{}")).isEqualTo(400);
            try (Wire nameless = mcp.post("/mcp/pong", "", "{'id': 'ping_1'}")) {
                assertThat(nameless.status()).isEqualTo(400);
            }
            assertThat(pong(id, "{'type': 'pong', 'id': 'ping_1', 'timestamp': 1, 'data': {}}"))
                    .isEqualTo(202);
            assertThat(pong(id, "{'id': 'ping_1'}")).isEqualTo(404);
        }
    }

    @Test
    void a_client_that_answers_no_ping_is_told_why_its_stream_ends() {
        try (Wire stream = open("")) {
            stream.event();
            time.pass(Duration.ofSeconds(100));
            List<String> types = new ArrayList<>();
            ObjectNode last = json("{}");
            for (int i = 0; i < 4; i++) {
                last = stream.event().json();
                types.add(last.path("type").stringValue());
            }
            assertThat(types).containsExactly("ping", "ping", "ping", "close");
            assertThat(last.at("/data/reason").stringValue()).isEqualTo("silent");
            assertThat(stream.ends()).isTrue();
            assertThat(mcp.channels().count()).isZero();
        }
    }

    @Test
    void a_connection_without_its_client_is_swept_away_with_all_that_is_under_way() throws InterruptedException {
        String id;
        try (Wire stream = open("")) {
            stream.event();
            id = initialized(stream);
            post(id, request(5, "tools/call", "'name': 'hold'")).close();
        }
        var held = mcp.nextHeld();
        while (mcp.channels().statistics().attached() > 0) {
            Thread.onSpinWait();
        }
        time.pass(Duration.ofMinutes(4));
        assertThat(mcp.channels().count()).isEqualTo(1);
        assertThat(held.cancellation().isCancelled()).isFalse();
        time.pass(Duration.ofMinutes(2));
        assertThat(mcp.channels().count()).isZero();
        mcp.ended().take();
        assertThat(held.cancellation().isCancelled()).isTrue();
    }

    @Test
    void the_transports_are_listed_in_the_order_in_which_to_try_them() {
        try (Wire get = Wire.send(mcp.port(), "GET", "/capabilities", "", "")) {
            ObjectNode all = get.json();
            assertThat(all.path("transports").findValuesAsString("type")).containsExactly("sse", "websocket", "poll");
            assertThat(all.at("/capabilities/tools").isObject()).isTrue();
            assertThat(all.at("/limits/connections").intValue()).isEqualTo(10_000);
            assertThat(all.at("/limits/perAddress").intValue()).isEqualTo(100);
            assertThat(all.at("/connections/open").intValue()).isZero();
        }
    }

    @Test
    void the_hundred_and_first_connection_of_an_address_is_refused() {
        List<Wire> streams = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            streams.add(open(""));
        }
        try (Wire refused = open("")) {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.json().at("/error/code").intValue()).isEqualTo(-32004);
        }
        streams.forEach(Wire::close);
    }

    @Test
    void foreign_pages_are_refused_and_pages_of_an_allowed_origin_may_read() {
        try (Wire refused = open("Origin: https://evil.example\n")) {
            assertThat(refused.status()).isEqualTo(403);
        }
        try (Wire stream = open("Origin: https://app.example\n")) {
            assertThat(stream.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(stream.header("Access-Control-Expose-Headers")).contains("X-Connection-Id");
        }
    }

    @Test
    void a_client_that_does_not_read_is_cut_off_and_harms_no_other() {
        String large = "x".repeat(90_000);
        try (Wire reader = open("");
                Wire sleeper = open("")) {
            reader.event();
            sleeper.event();
            String awake = initialized(reader);
            String asleep = initialized(sleeper);
            for (int i = 1; mcp.channels().count() == 2; i++) {
                post(asleep, echo(i, large)).close();
                assertThat(i).as("messages that nobody reads").isLessThan(2_000);
                post(awake, echo(i, "awake" + i)).close();
                assertThat(echoed(reader)).isEqualTo("awake" + i);
            }
            assertThat(mcp.channels().statistics().ended()).containsOnlyKeys(Ending.OVERRUN);
        }
    }

    private Wire open(String headers) {
        return Wire.send(mcp.port(), "GET", "/mcp/sse", "Accept: text/event-stream\n" + headers, "");
    }

    private Wire post(String id, String body) {
        return mcp.post("/mcp/message", connection(id), body);
    }

    private int pong(String id, String body) {
        try (Wire pong = mcp.post("/mcp/pong", connection(id), body)) {
            return pong.status();
        }
    }

    private static String echoed(Wire stream) {
        return stream.event().json().at("/data/result/echo").stringValue();
    }

    private String initialized(Wire stream) {
        String id = stream.header("X-Connection-Id");
        post(id, initialize()).close();
        assertThat(stream.event().json().at("/data/result/protocolVersion").stringValue())
                .isEqualTo("2025-06-18");
        return id;
    }

    private static String connection(String id) {
        return "X-Connection-Id: " + id + "\n";
    }

    private static String initialize() {
        return request(0, "initialize", "'protocolVersion': '2025-06-18', 'capabilities': {}, 'clientInfo': {}");
    }

    private static String envelope(String id, String message) {
        return "{'type': 'request', 'id': '" + id + "', 'timestamp': 1640995200000, 'data': " + message + "}";
    }

    private static String echo(int id, String text) {
        return request(id, "tools/call", "'name': 'echo', 'arguments': {'text': '" + text + "'}");
    }

    private static String request(int id, String method, String params) {
        return "{'jsonrpc': '2.0', 'id': " + id + ", 'method': '" + method + "', 'params': {" + params + "}}";
    }
}
