package io.yumen.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.channel.ChannelLimits;
import io.yumen.channel.TimerWheel;
import io.yumen.exchange.Exchange;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.client.Upgrade;
import io.yumen.http.websocket.CloseStatus;
import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
final class WebSocketHttpTest {
    private static final String MODERN = "'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
            + " 'io.modelcontextprotocol/clientCapabilities': {'elicitation': {}}}";

    private final ServedMcp mcp = new ServedMcp(ChannelLimits.DEFAULT.withChannels(100, 10), TimerWheel.turning());
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());

    @AfterEach
    void close() {
        client.close();
        mcp.close();
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
        try (SocketClient socket = open("mcp")) {
            assertThat(socket.subprotocol()).isEqualTo("mcp");
            ObjectNode answer = socket.ask(initialize(asked));
            assertThat(answer.path("result").path("protocolVersion").stringValue())
                    .isEqualTo(settled);
            assertThat(socket.ask(request(1, "ping", "")).toString())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        }
    }

    @Test
    void a_modern_client_needs_no_handshake_and_a_subprotocol_is_no_must() {
        try (SocketClient socket = open()) {
            assertThat(socket.subprotocol()).isEmpty();
            ObjectNode answer =
                    socket.ask(request(7, "tools/call", "'name': 'echo', 'arguments': {'text': 'hi'}, " + MODERN));
            assertThat(answer.path("result").path("echo").stringValue()).isEqualTo("hi");
            assertThat(answer.path("result").path("resultType").stringValue()).isEqualTo("complete");
        }
    }

    @Test
    void a_modern_subscription_is_acknowledged_and_ends_when_it_is_cancelled() throws InterruptedException {
        try (SocketClient socket = open("mcp")) {
            ObjectNode acknowledged = socket.ask(
                    request(9, "subscriptions/listen", "'notifications': {'toolsListChanged': true}, " + MODERN));
            assertThat(acknowledged.path("method").stringValue()).isEqualTo("notifications/subscriptions/acknowledged");
            Exchange held = mcp.nextHeld();
            socket.send("{'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': {'requestId': 9}}");
            awaitCancelled(held);
        }
    }

    @Test
    void questions_progress_and_answers_share_the_socket() {
        try (SocketClient socket = open("mcp")) {
            socket.ask(initialize("2025-06-18"));
            ObjectNode question = socket.ask(request(2, "tools/call", "'name': 'ask'"));
            assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
            ObjectNode answer = socket.ask(
                    "{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'decline'}}");
            assertThat(answer.path("result").path("action").stringValue()).isEqualTo("decline");

            socket.send(request(3, "tools/call", "'name': 'progress', '_meta': {'progressToken': 'p'}"));
            for (int i = 1; i <= 3; i++) {
                ObjectNode progress = socket.next();
                assertThat(progress.path("params").path("progress").intValue()).isEqualTo(i);
                assertThat(progress.path("params").path("progressToken").stringValue())
                        .isEqualTo("p");
            }
            assertThat(socket.next().path("id").intValue()).isEqualTo(3);
        }
    }

    @Test
    void batches_belong_to_one_revision() {
        String batch = "[" + request(5, "ping", "") + "," + request(6, "ping", "") + "]";
        try (SocketClient socket = open("mcp")) {
            socket.ask(initialize("2025-03-26"));
            socket.send(batch);
            assertThat(Set.of(
                            socket.next().path("id").intValue(),
                            socket.next().path("id").intValue()))
                    .containsExactlyInAnyOrder(5, 6);
        }
        try (SocketClient socket = open("mcp")) {
            socket.ask(initialize("2025-06-18"));
            assertThat(socket.ask(batch).path("error").path("code").intValue()).isEqualTo(-32600);
        }
    }

    @Test
    void what_is_no_message_is_answered_with_an_error_and_the_socket_lives() {
        try (SocketClient socket = open("mcp")) {
            assertThat(socket.ask("{").path("error").path("code").intValue()).isEqualTo(-32700);
            assertThat(socket.ask("{'jsonrpc': '1.0'}")
                            .path("error")
                            .path("code")
                            .intValue())
                    .isEqualTo(-32600);
            assertThat(socket.ask(request(1, "ping", "")).path("id").intValue()).isEqualTo(1);
        }
    }

    @Test
    void a_message_over_the_limit_closes_the_socket() {
        try (SocketClient socket = open("mcp")) {
            socket.send(request(1, "ping", "'x': '" + "x".repeat(5 << 20) + "'"));
            assertThat(socket.end().code()).isEqualTo(CloseStatus.TOO_BIG);
        }
    }

    @Test
    void a_client_that_vanishes_ends_its_session_and_cancels_what_is_under_way() throws InterruptedException {
        Exchange held;
        try (SocketClient socket = open("mcp")) {
            socket.ask(initialize("2025-03-26"));
            socket.send(request(2, "tools/call", "'name': 'hold'"));
            held = mcp.nextHeld();
            socket.vanish();
        }
        assertThat(mcp.ended().poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(held.cancellation().isCancelled()).isTrue();
        assertThat(mcp.channels().count()).isZero();
        assertThat(mcp.sessions().count()).isZero();
    }

    @Test
    void the_socket_is_closed_in_good_order_when_the_gateway_stops() throws InterruptedException {
        try (SocketClient socket = open("mcp")) {
            socket.ask(initialize("2025-03-26"));
            socket.send(request(2, "tools/call", "'name': 'hold'"));
            mcp.nextHeld();
            mcp.channels().drain(Duration.ofMillis(200));
            assertThat(socket.end()).isEqualTo(new CloseStatus(CloseStatus.GOING_AWAY, "shutdown"));
        }
        Upgrade.Refused refused = SocketClient.refused(client, mcp.port(), "/mcp/ws", Headers.none(), "mcp");
        assertThat(refused.status()).isEqualTo(503);
    }

    @Test
    void two_clients_with_the_same_ids_get_each_its_own_answers() {
        try (SocketClient one = open("mcp");
                SocketClient two = open("mcp")) {
            one.ask(initialize("2024-11-05"));
            two.ask(initialize("2025-11-25"));
            for (int i = 1; i <= 200; i++) {
                one.send(echo(i, "one" + i));
                two.send(echo(i, "two" + i));
            }
            Set<String> ofOne = new HashSet<>();
            Set<String> ofTwo = new HashSet<>();
            for (int i = 1; i <= 200; i++) {
                ofOne.add(one.next().path("result").path("echo").stringValue());
                ofTwo.add(two.next().path("result").path("echo").stringValue());
            }
            assertThat(ofOne).hasSize(200).allMatch(text -> text.startsWith("one"));
            assertThat(ofTwo).hasSize(200).allMatch(text -> text.startsWith("two"));
        }
    }

    @Test
    void foreign_pages_are_refused_and_pages_of_an_allowed_origin_served() {
        assertThat(refusal("/mcp/ws", "Origin", "https://evil.example")).isEqualTo(403);
        Headers allowed = Headers.of("Origin", "https://app.example");
        try (SocketClient socket = SocketClient.open(client, mcp.port(), "/mcp/ws", allowed, "mcp")) {
            assertThat(socket.ask(request(1, "ping", "")).path("id").intValue()).isEqualTo(1);
        }
        String handshake = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";
        try (Wire wire = Wire.send(mcp.port(), "GET", "/mcp/ws", handshake + "Host: evil.example\n", "")) {
            assertThat(wire.status()).isEqualTo(403);
        }
    }

    @Test
    void what_opens_no_socket_is_told_why() {
        try (Wire wire = Wire.send(mcp.port(), "GET", "/mcp/ws", "", "")) {
            assertThat(wire.status()).isEqualTo(426);
            assertThat(wire.header("Upgrade")).isEqualTo("websocket");
        }
        try (Wire wire = Wire.send(mcp.port(), "POST", "/mcp/ws", "", "")) {
            assertThat(wire.status()).isEqualTo(405);
            assertThat(wire.header("Allow")).isEqualTo("GET");
        }
        assertThat(refusal("/nowhere/ws", "X", "x")).isEqualTo(404);
    }

    @Test
    void the_eleventh_connection_of_an_address_is_told_when_to_come_again() {
        List<SocketClient> sockets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sockets.add(open("mcp"));
        }
        Upgrade.Refused refused = SocketClient.refused(client, mcp.port(), "/mcp/ws", Headers.none(), "mcp");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().find("Retry-After")).isEqualTo("5");
        sockets.forEach(SocketClient::close);
    }

    private int refusal(String target, String header, String value) {
        return SocketClient.refused(client, mcp.port(), target, Headers.of(header, value), "mcp")
                .status();
    }

    private SocketClient open(String... subprotocols) {
        return SocketClient.open(client, mcp.port(), "/mcp/ws", Headers.none(), subprotocols);
    }

    private static void awaitCancelled(Exchange held) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!held.cancellation().isCancelled() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(held.cancellation().isCancelled()).isTrue();
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
