package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.CannotListen;
import io.yumen.http.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HttpServerTest {
    private static final HttpHandler ECHO = (request, response) -> response.send(
            200,
            Headers.of("Content-Type", "text/plain"),
            (request.method() + " " + request.path() + " " + request.query() + " "
                            + new String(request.body(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));

    @Test
    void a_connection_serves_one_request_after_another() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("GET /a?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.response()).isEqualTo("200 OK|GET /a x=1 ");
            client.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz");
            assertThat(client.response()).isEqualTo("200 OK|POST /b  xyz");
            client.send(
                    "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            assertThat(client.response()).isEqualTo("200 OK|POST /c  abcde");
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nA"
                    + "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "POST /3 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nC");
            assertThat(client.response()).isEqualTo("200 OK|POST /1  A");
            assertThat(client.response()).isEqualTo("200 OK|GET /2  ");
            assertThat(client.response()).isEqualTo("200 OK|POST /3  C");
        }
    }

    @Test
    void a_port_in_use_is_named_with_what_to_do() {
        try (HttpServer server = start(ECHO)) {
            assertThatThrownBy(() -> HttpServer.start(HttpServerConfig.loopback(server.port()), ECHO))
                    .isInstanceOf(CannotListen.class)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("choose another");
        }
    }

    private static HttpServer start(HttpHandler handler) {
        return HttpServer.start(HttpServerConfig.loopback(0), handler);
    }
}
