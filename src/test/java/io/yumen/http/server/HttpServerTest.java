package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.CannotListen;
import io.yumen.http.Headers;
import io.yumen.http.RequestRefused;
import io.yumen.http.SseEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    @Test
    void a_head_request_gets_the_head_alone() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).contains("Content-Length: 9");
            assertThat(client.readAll())
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Connection: close")
                    .endsWith("GET /b  ");
        }
    }

    @Test
    void a_status_without_a_body_has_no_length() {
        try (HttpServer server = start((request, response) -> response.send(204));
                RawClient client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 204 No Content\r\n")
                    .doesNotContain("Content-Length");
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.response()).isEqualTo("204 No Content|");
        }
    }

    @Test
    void a_handler_that_fails_or_forgets_to_answer_makes_a_500_and_the_connection_lives() {
        HttpHandler handler = (request, response) -> {
            switch (request.path()) {
                case "/throws" -> throw new IllegalStateException("a bug");
                case "/deep" -> throw new StackOverflowError();
                case "/refuses" -> throw new RequestRefused(409, "No.");
                case "/forgets" -> {}
                default -> response.send(200);
            }
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            assertThat(get(client, "/throws")).isEqualTo("500 Internal Server Error|");
            assertThat(get(client, "/deep")).isEqualTo("500 Internal Server Error|");
            assertThat(get(client, "/refuses")).isEqualTo("409 Conflict|No.\n");
            assertThat(get(client, "/forgets")).isEqualTo("500 Internal Server Error|");
            assertThat(get(client, "/fine")).isEqualTo("200 OK|");
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_continue() {
        try (HttpServer server = start(ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("ok");
            assertThat(client.response()).isEqualTo("200 OK|POST /a  ok");
        }
    }

    @Test
    void a_body_that_the_handler_does_not_read_does_not_become_the_next_request() {
        try (HttpServer server = start((request, response) -> response.send(200));
                RawClient client = new RawClient(server.port())) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 34\r\n\r\nGET /hidden HTTP/1.1\r\nHost: h\r\n\r\n"
                            + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.response()).isEqualTo("200 OK|");
            assertThat(client.response()).isEqualTo("200 OK|");
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).contains("Connection: close");
        }
    }

    @Test
    void the_request_shows_what_was_sent() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        HttpHandler handler = (request, response) -> {
            seen.add(request.path());
            seen.add(request.queryParameter("q").orElse("none"));
            seen.add(request.queryParameter("absent").orElse("none"));
            seen.add(String.join("+", request.headers().all("X-Twice")));
            seen.add(request.header("MCP-session-ID").orElse("none"));
            seen.add(request.remoteAddress().getAddress().getHostAddress());
            response.send(200);
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send("GET /a%2Fb/../c?q=x%20y&z HTTP/1.1\r\nHost: h\r\nx-twice: 1\r\nX-TWICE: 2\r\n"
                    + "Mcp-Session-Id: s\r\n\r\n");
            client.response();
            assertThat(seen).containsExactly("/a%2Fb/../c", "x y", "none", "1+2", "s", "127.0.0.1");
        }
    }

    @Test
    void a_thousand_event_streams_are_served_at_once() throws Exception {
        BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
        HttpHandler handler = (request, response) -> {
            EventStream stream = response.stream(200, Headers.none());
            streams.add(stream);
            stream.awaitEnd(Duration.ofMinutes(1));
        };
        List<RawClient> clients = new ArrayList<>();
        try (HttpServer server = start(handler)) {
            for (int i = 0; i < 1000; i++) {
                clients.add(new RawClient(server.port()).send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
            }
            clients.forEach(client -> client.readUntil("\r\n\r\n"));
            for (int i = 0; i < 1000; i++) {
                EventStream stream = Objects.requireNonNull(streams.poll(10, TimeUnit.SECONDS));
                stream.offer(SseEvent.of("to all"));
                stream.offer(SseEvent.of("and again"));
                stream.close();
            }
            for (RawClient client : clients) {
                assertThat(client.readUntil("0\r\n\r\n")).contains("data: to all\n\n", "data: and again\n\n");
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void events_of_many_threads_arrive_whole_and_in_the_order_of_each() throws Exception {
        int threads = 8;
        int each = 500;
        HttpHandler handler = (request, response) -> {
            EventStream stream = response.stream(200, Headers.none());
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int sender = t;
                senders.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < each; i++) {
                        stream.send(SseEvent.of(sender + ":" + i));
                    }
                }));
            }
            senders.forEach(HttpServerTest::join);
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            String all = client.readAll();
            Matcher events = Pattern.compile("data: (\\d):(\\d+)\n\n").matcher(all);
            int[] next = new int[threads];
            while (events.find()) {
                int sender = Integer.parseInt(events.group(1));
                assertThat(Integer.parseInt(events.group(2))).isEqualTo(next[sender]++);
            }
            assertThat(next).containsOnly(each);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String get(RawClient client, String path) {
        return client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").response();
    }

    private static HttpServer start(HttpHandler handler) {
        return HttpServer.start(HttpServerConfig.loopback(0), handler);
    }
}
