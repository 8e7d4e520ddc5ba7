package io.yumen.backend.http;

import static io.yumen.backend.TestClient.json;
import static io.yumen.backend.http.ScriptedHttpServer.events;
import static io.yumen.backend.http.ScriptedHttpServer.open;
import static io.yumen.backend.http.ScriptedHttpServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.RecordedEvents;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.link.LinkLimits;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.protocol.ClientCapabilities;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of servers over HTTP that cannot be used. */
final class UnusableServersTest {
    private final ScriptedHttpServer server = new ScriptedHttpServer();
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final RecordedEvents events = new RecordedEvents();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void a_stream_may_not_send_us_to_another_origin() {
        server.on("server/discover", status(405, ""))
                .on("initialize", status(405, ""))
                .on("GET", open("event: endpoint\ndata: http://127.0.0.1:1/steal"));
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(this::connect)
                .withMessage(
                        "It cannot be reached at " + server.url() + ": its stream of events names a URL to send to at"
                                + " another origin (http://127.0.0.1:1), where our credentials must not go");
    }

    @Test
    void a_stream_that_names_no_url_is_told_from_a_server_that_has_no_stream() {
        server.on("server/discover", status(405, ""))
                .on("initialize", status(405, ""))
                .on("GET", events("event: message\ndata: {}"), status(404, ""));
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(this::connect)
                .withMessageEndingWith(": its stream of events does not name the URL to send to");
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(this::connect)
                .withMessage(
                        "It refused the handshake: It answered HTTP 405. Is " + server.url() + " an MCP endpoint?");
    }

    @Test
    void the_query_of_a_url_is_in_no_error() {
        server.on("server/discover", status(405, "")).on("initialize", (request, exchange) -> {
            exchange.getResponseHeaders().set("Location", "/else?key=secret");
            status(302, "").to(request, exchange);
        });
        for (URI place : List.of(server.url(), URI.create("http://127.0.0.1:1/mcp"))) {
            HttpBackendConfig config = new HttpBackendConfig("scripted", URI.create(place + "?key=secret#secret"));
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> new HttpConnector(config, client, Credentials.NONE).connect(request()))
                    .satisfies(e ->
                            assertThat(e.getMessage()).doesNotContain("secret").contains(place + ""));
            assertThat(config.toString() + config.endpoint()).doesNotContain("secret");
        }
    }

    private Connection connect() {
        return new HttpConnector(config(), client, Credentials.NONE).connect(request());
    }

    private HttpBackendConfig config() {
        return new HttpBackendConfig("scripted", server.url())
                .with(LinkLimits.DEFAULT.with(Duration.ofSeconds(2), Duration.ofSeconds(5)));
    }

    private ConnectRequest request() {
        return new ConnectRequest(new ClientCapabilities(json("{'elicitation': {}}")), ScopeKey.SHARED, events);
    }
}
