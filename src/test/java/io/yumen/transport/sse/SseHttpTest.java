package io.yumen.transport.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.channel.ChannelLimits;
import io.yumen.channel.TimerWheel;
import io.yumen.exchange.Exchange;
import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class SseHttpTest {
    private final ServedMcp mcp = new ServedMcp(ChannelLimits.DEFAULT.withChannels(100, 10), TimerWheel.turning());

    @AfterEach
    void close() {
        mcp.close();
    }

    @Test
    void the_first_event_says_where_to_post_and_answers_come_on_the_stream() {
        try (Wire stream = open("")) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            Wire.Event endpoint = stream.event();
            assertThat(endpoint.type()).isEqualTo("endpoint");
            assertThat(endpoint.data()).matches("/message\\?sessionId=[A-Za-z0-9_-]{32}");

            try (Wire post = mcp.post(endpoint.data(), "", request(1, "ping", ""))) {
                assertThat(post.status()).isEqualTo(202);
            }
            Wire.Event answer = stream.event();
            assertThat(answer.type()).isEqualTo("message");
            assertThat(answer.data()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-11-05, 2024-11-05",
        "2025-03-26, 2025-03-26",
        "2025-06-18, 2025-06-18",
        "2025-11-25, 2025-11-25",
        "1999-01-01, 2025-11-25"
    })
    void every_revision_of_the_legacy_era_can_be_negotiated(String asked, String settled) {
        try (Wire stream = open("")) {
            String place = stream.event().data();

            ObjectNode answer = ask(stream, place, initialize(asked));

            assertThat(answer.path("result").path("protocolVersion").stringValue())
                    .isEqualTo(settled);
        }
    }

    @Test
    void a_modern_client_needs_no_handshake() {
        try (Wire stream = open("")) {
            String place = stream.event().data();

            ObjectNode answer = ask(
                    stream,
                    place,
                    request(
                            7,
                            "tools/call",
                            "'name': 'echo', 'arguments': {'text': 'hi'}, '_meta':"
                                    + " {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
                                    + " 'io.modelcontextprotocol/clientCapabilities': {}}"));

            assertThat(answer.path("result").path("echo").stringValue()).isEqualTo("hi");
            assertThat(answer.path("result").path("resultType").stringValue()).isEqualTo("complete");
        }
    }

    @Test
    void a_question_to_the_client_goes_out_on_the_stream_and_its_answer_comes_by_post() {
        try (Wire stream = open("")) {
            String place = stream.event().data();
            ask(stream, place, initialize("2025-06-18"));
            post(place, request(2, "tools/call", "'name': 'ask'"));

            ObjectNode question = stream.event().json();
            assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
            post(place, "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'decline'}}");

            assertThat(stream.event().json().path("result").path("action").stringValue())
                    .isEqualTo("decline");
        }
    }

    @Test
    void batches_belong_to_one_revision() {
        String batch = "[" + request(5, "ping", "") + "," + request(6, "ping", "") + "]";
        try (Wire stream = open("")) {
            String place = stream.event().data();
            ask(stream, place, initialize("2025-03-26"));
            post(place, batch);
            assertThat(List.of(
                            stream.event().json().path("id").intValue(),
                            stream.event().json().path("id").intValue()))
                    .containsExactlyInAnyOrder(5, 6);
        }
        try (Wire stream = open("")) {
            String place = stream.event().data();
            ask(stream, place, initialize("2025-06-18"));
            try (Wire post = mcp.post(place, "", batch)) {
                assertThat(post.status()).isEqualTo(400);
            }
        }
    }

    @Test
    void the_end_of_the_stream_ends_the_session_and_cancels_what_is_under_way() throws InterruptedException {
        String place;
        Exchange held;
        try (Wire stream = open("")) {
            place = stream.event().data();
            ask(stream, place, initialize("2025-03-26"));
            post(place, request(2, "tools/call", "'name': 'hold'"));
            held = mcp.nextHeld();
        }
        assertThat(mcp.ended().poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(held.cancellation().isCancelled()).isTrue();
        try (Wire post = mcp.post(place, "", request(3, "ping", ""))) {
            assertThat(post.status()).isEqualTo(404);
        }
        assertThat(mcp.channels().count()).isZero();
        assertThat(mcp.sessions().count()).isZero();
    }

    @Test
    void a_session_is_worth_nothing_to_another_principal() {
        try (Wire stream = open("X-Test-User: anna\n")) {
            String place = stream.event().data();
            try (Wire post = mcp.post(place, "X-Test-User: bert\n", request(1, "ping", ""))) {
                assertThat(post.status()).isEqualTo(404);
            }
            try (Wire post = mcp.post(place, "X-Test-User: anna\n", request(1, "ping", ""))) {
                assertThat(post.status()).isEqualTo(202);
            }
        }
    }

    @Test
    void two_clients_with_the_same_ids_get_each_its_own_answers() {
        try (Wire one = open("");
                Wire two = open("")) {
            String placeOne = one.event().data();
            String placeTwo = two.event().data();
            ask(one, placeOne, initialize("2024-11-05"));
            ask(two, placeTwo, initialize("2025-11-25"));
            for (int i = 1; i <= 50; i++) {
                post(placeOne, echo(i, "one" + i));
                post(placeTwo, echo(i, "two" + i));
            }
            List<String> ofOne = new ArrayList<>();
            List<String> ofTwo = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                ofOne.add(one.event().json().path("result").path("echo").stringValue());
                ofTwo.add(two.event().json().path("result").path("echo").stringValue());
            }
            assertThat(ofOne).hasSize(50).doesNotHaveDuplicates().allMatch(text -> text.startsWith("one"));
            assertThat(ofTwo).hasSize(50).doesNotHaveDuplicates().allMatch(text -> text.startsWith("two"));
        }
    }

    @Test
    void foreign_pages_and_forms_are_refused_and_pages_of_an_allowed_origin_served() {
        try (Wire stream = open("Origin: https://evil.example\n")) {
            assertThat(stream.status()).isEqualTo(403);
        }
        try (Wire stream = open("Host: evil.example\n")) {
            assertThat(stream.status()).isEqualTo(403);
        }
        try (Wire stream = open("Origin: https://app.example\n")) {
            assertThat(stream.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            String place = stream.event().data();
            try (Wire post = mcp.post(place, "Origin: https://evil.example\n", request(1, "ping", ""))) {
                assertThat(post.status()).isEqualTo(403);
            }
            try (Wire post =
                    Wire.send(mcp.port(), "POST", place, "Content-Type: text/plain\n", request(1, "ping", ""))) {
                assertThat(post.status()).isEqualTo(415);
            }
        }
    }

    @Test
    void what_is_no_message_no_session_or_no_method_of_that_path_is_refused() {
        try (Wire stream = open("")) {
            String place = stream.event().data();
            try (Wire post = mcp.post(place, "", "{")) {
                assertThat(post.status()).isEqualTo(400);
                assertThat(post.json().path("error").path("code").intValue()).isEqualTo(-32700);
            }
        }
        try (Wire post = mcp.post("/message", "", request(1, "ping", ""))) {
            assertThat(post.status()).isEqualTo(400);
        }
        try (Wire post = mcp.post("/sse", "", request(1, "ping", ""))) {
            assertThat(post.status()).isEqualTo(405);
            assertThat(post.header("Allow")).isEqualTo("GET");
        }
        try (Wire get = Wire.send(mcp.port(), "GET", "/message", "", "")) {
            assertThat(get.status()).isEqualTo(405);
        }
    }

    @Test
    void the_eleventh_connection_of_an_address_is_told_when_to_come_again() {
        List<Wire> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add(open(""));
        }
        try (Wire refused = open("")) {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            ObjectNode error = refused.json();
            assertThat(error.path("error").path("code").intValue()).isEqualTo(-32004);
            assertThat(error.path("error").path("data").path("limit").stringValue())
                    .isEqualTo("per_address");
        }
        streams.forEach(Wire::close);
    }

    private Wire open(String headers) {
        return Wire.send(mcp.port(), "GET", "/sse", "Accept: text/event-stream\n" + headers, "");
    }

    private void post(String place, String body) {
        try (Wire post = mcp.post(place, "", body)) {
            assertThat(post.status()).isEqualTo(202);
        }
    }

    private ObjectNode ask(Wire stream, String place, String body) {
        post(place, body);
        return stream.event().json();
    }

    private static String initialize(String revision) {
        return request(
                0,
                "initialize",
                "'protocolVersion': '" + revision + "', 'capabilities': {'elicitation': {}}, 'clientInfo': {}");
    }

    private static String echo(int id, String text) {
        return request(id, "tools/call", "'name': 'echo', 'arguments': {'text': '" + text + "'}");
    }

    private static String request(int id, String method, String params) {
        return "{'jsonrpc': '2.0', 'id': " + id + ", 'method': '" + method + "', 'params': {" + params + "}}";
    }
}
