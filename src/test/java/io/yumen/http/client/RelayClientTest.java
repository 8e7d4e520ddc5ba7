package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import io.yumen.http.SseLimits;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RelayClientTest {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void a_request_is_answered_and_the_connection_kept() {
        try (HttpServer server = start((request, response) -> response.send(200, JSON, request.body()))) {
            for (int i = 0; i < 3; i++) {
                RelayRequest request = RelayRequest.post(at(server, "/mcp"), JSON, bytes("{\"n\":" + i + "}"));
                try (RelayResponse response = client.send(request, soon())) {
                    assertThat(response.status()).isEqualTo(200);
                    assertThat(response.headers().first("content-type")).contains("application/json");
                    assertThat(response.body(1000)).asString().isEqualTo("{\"n\":" + i + "}");
                }
            }
            assertThat(client.openConnections()).isEqualTo(1);
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void an_event_stream_is_read_event_by_event() {
        HttpHandler handler = (request, response) -> {
            EventStream stream = response.stream(200, Headers.none());
            stream.send(SseEvent.of("one").withId("1"));
            stream.comment("not an event");
            stream.send(SseEvent.of("two\nlines").withType("note"));
        };
        try (HttpServer server = start(handler);
                RelayResponse response = client.send(RelayRequest.get(at(server, "/"), Headers.none()), soon())) {
            assertThat(response.isEventStream()).isTrue();
            SseReader events = response.events(SseLimits.DEFAULT);
            assertThat(events.next()).isEqualTo(SseEvent.of("one").withId("1"));
            assertThat(events.next()).isEqualTo(SseEvent.of("two\nlines").withType("note"));
            assertThat(events.next()).isNull();
        }
    }

    private static Endpoint at(HttpServer server, String path) {
        return Endpoint.of(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static CallControl soon() {
        return CallControl.within(Duration.ofSeconds(10));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static HttpServer start(HttpHandler handler) {
        return HttpServer.start(HttpServerConfig.loopback(0), handler);
    }
}
