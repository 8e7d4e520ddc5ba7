package io.yumen.backend.websocket;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.RecordedEvents;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.TestClient;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.LinkLimits;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.http.websocket.CloseStatus;
import io.yumen.http.websocket.Handshake;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.http.websocket.Received;
import io.yumen.http.websocket.WebSocket;
import io.yumen.http.websocket.WebSocketLimits;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Revision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers answer by rote here: some well, some badly. */
final class WebSocketConnectorTest {
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|\\d+)");
    private static final String LEGACY = "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}";
    private static final String MODERN = "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}";

    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final Heartbeat heartbeat = Heartbeat.start(Duration.ofMillis(10));
    private final RecordedEvents events = new RecordedEvents();
    private final AtomicReference<WebSocket> current = new AtomicReference<>();
    private final AtomicReference<Headers> opening = new AtomicReference<>();
    private final AtomicInteger opened = new AtomicInteger();
    private HttpServer server;

    @AfterEach
    void stop() {
        client.close();
        heartbeat.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_modern_server_is_recognised_and_called() {
        URI url = serve(text -> answer(text, text.contains("server/discover") ? MODERN : "{\"tools\":[]}"));
        try (Connection connection = connect(url)) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2026_07_28);
            assertThat(connection.handle(TestClient.plain().exchange("tools/list", "{}")))
                    .isEqualTo(json("{'tools': []}"));
        }
        assertThat(opening.get().find("Sec-WebSocket-Protocol")).isEqualTo("mcp");
    }

    @Test
    void a_legacy_server_that_is_silent_when_probed_is_recognised_and_asked_no_more() {
        URI url = serve(text -> text.contains("initialize")
                ? answer(text, LEGACY)
                : text.contains("tools/list") ? answer(text, "{\"tools\":[]}") : Optional.empty());
        WebSocketConnector connector = connector(config(url));
        for (int i = 0; i < 2; i++) {
            try (Connection connection = connector.connect(request())) {
                assertThat(connection.description().revision()).isEqualTo(Revision.V2025_06_18);
                assertThat(connection.handle(TestClient.plain().exchange("tools/list", "{}")))
                        .isEqualTo(json("{'tools': []}"));
            }
        }
        assertThat(opened.get()).isEqualTo(2);
    }

    @Test
    void a_server_that_closes_when_it_is_probed_gets_a_second_connection() {
        URI url = serve(text -> {
            if (text.contains("server/discover")) {
                current.get().close(new CloseStatus(CloseStatus.POLICY, "what?"));
                return Optional.empty();
            }
            return answer(text, LEGACY);
        });
        try (Connection connection = connect(url)) {
            assertThat(connection.isOpen()).isTrue();
        }
        assertThat(opened.get()).isEqualTo(2);
    }

    @Test
    void headers_of_the_configuration_go_with_the_handshake_but_not_those_that_are_its_own() {
        URI url = serve(text -> answer(text, MODERN));
        WebSocketBackendConfig config = config(url).with(Headers.of("Authorization", "Bearer t"));
        connector(config).connect(request()).close();
        assertThat(opening.get().find("Authorization")).isEqualTo("Bearer t");
        assertThatThrownBy(() -> config.with(Headers.of("Sec-WebSocket-Key", "x")))
                .hasMessageContaining("set by the gateway itself");
    }

    @Test
    void a_server_that_closes_in_the_middle_of_a_call_is_named_with_its_reason() {
        URI url = serve(text -> {
            if (text.contains("tools/call")) {
                current.get().close(new CloseStatus(CloseStatus.GOING_AWAY, "update"));
                return Optional.empty();
            }
            return answer(text, MODERN);
        });
        Connection connection = connect(url);
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                .withMessage("the WebSocket was closed with 1001 (update)")
                .matches(e -> e.sent() == DeliveryException.Sent.PERHAPS);
        assertThat(events.end()).contains("1001 (update)");
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                .matches(e -> e.sent() == DeliveryException.Sent.NEVER);
    }

    @Test
    void a_message_over_the_limit_ends_the_connection_and_says_so() {
        String large = "{\"text\":\"" + "x".repeat(200_000) + "\"}";
        URI url = serve(text -> answer(text, text.contains("tools/call") ? large : MODERN));
        Connection connection = connect(url);
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                .withMessageContaining("1009")
                .withMessageContaining("at most 100000 bytes");
    }

    @Test
    void a_server_that_is_dead_but_still_connected_is_found_out() {
        server = HttpServer.start(HttpServerConfig.loopback(0), (request, response) -> {
            Handshake.Verdict.Accepted accepted =
                    (Handshake.Verdict.Accepted) Handshake.check("GET", request.headers(), List.of());
            WebSocket socket = WebSocket.ofServer(response.upgrade(accepted.headers()), WebSocketLimits.DEFAULT);
            if (socket.receive() instanceof Received.Text text) {
                socket.send(answer(text(text), MODERN).orElseThrow().getBytes(StandardCharsets.UTF_8));
            }
            events.end();
        });
        WebSocketBackendConfig config = config(URI.create("ws://127.0.0.1:" + server.port() + "/"))
                .with(WebSocketLimits.DEFAULT.withPing(Duration.ofMillis(50), Duration.ofMillis(50)));
        Connection connection = connector(config).connect(request());
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                .withMessage("the WebSocket was lost");
    }

    @Test
    void what_is_no_websocket_is_named_with_what_to_do() {
        assertRefused(401, "it wants credentials (HTTP 401)");
        assertRefused(403, "it refuses our credentials");
        assertRefused(404, "it opens no WebSocket there (HTTP 404)");
        assertRefused(200, "it opens no WebSocket there (HTTP 200)");
        assertRefused(503, "it is busy");
        server = HttpServer.start(
                HttpServerConfig.loopback(0),
                (request, response) -> response.upgrade(Headers.of("Upgrade", "websocket")));
        assertCannotConnect("Sec-WebSocket-Accept does not fit");
    }

    @Test
    void urls_of_other_schemes_are_refused() {
        assertThatThrownBy(() -> new WebSocketBackendConfig("s", URI.create("ftp://h/")))
                .hasMessageContaining("Not a ws or wss URL");
        assertThat(new WebSocketBackendConfig("s", URI.create("wss://h/x")).endpoint())
                .hasToString("https://h/x");
    }

    private void assertRefused(int status, String message) {
        server = HttpServer.start(HttpServerConfig.loopback(0), (request, response) -> response.send(status));
        assertCannotConnect(message);
    }

    private void assertCannotConnect(String message) {
        URI url = URI.create("ws://127.0.0.1:" + server.port() + "/ws");
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connect(url))
                .withMessageContaining(url.toString())
                .withMessageContaining(message);
        server.close();
    }

    private URI serve(Function<String, Optional<String>> script) {
        HttpHandler handler = (request, response) -> {
            opening.set(request.headers());
            Handshake.Verdict.Accepted accepted =
                    (Handshake.Verdict.Accepted) Handshake.check("GET", request.headers(), List.of("mcp"));
            WebSocket socket = WebSocket.ofServer(response.upgrade(accepted.headers()), WebSocketLimits.DEFAULT);
            current.set(socket);
            opened.incrementAndGet();
            while (socket.receive() instanceof Received.Text text) {
                script.apply(text(text)).ifPresent(answer -> socket.send(answer.getBytes(StandardCharsets.UTF_8)));
            }
        };
        server = HttpServer.start(HttpServerConfig.loopback(0), handler);
        return URI.create("ws://127.0.0.1:" + server.port() + "/ws");
    }

    private Connection connect(URI url) {
        return connector(config(url)).connect(request());
    }

    private WebSocketConnector connector(WebSocketBackendConfig config) {
        return new WebSocketConnector(config, client, heartbeat);
    }

    private static WebSocketBackendConfig config(URI url) {
        LinkLimits limits = LinkLimits.DEFAULT.with(Duration.ofMillis(500), Duration.ofSeconds(5));
        JsonLimits json = limits.json();
        return new WebSocketBackendConfig("peer", url)
                .with(limits.with(new JsonLimits(100_000, json.maxDepth(), json.maxKeys(), json.maxNumberLength())));
    }

    private ConnectRequest request() {
        return new ConnectRequest(ClientCapabilities.NONE, new ScopeKey.Shared(), events);
    }

    private static String text(Received.Text text) {
        return new String(text.utf8(), StandardCharsets.UTF_8);
    }

    private static Optional<String> answer(String request, String result) {
        Matcher id = ID.matcher(request);
        return id.find()
                ? Optional.of("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result + "}")
                : Optional.empty();
    }
}
