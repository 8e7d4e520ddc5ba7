package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.Headers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two readers could take apart in two ways: exactly one answer, an error, and no call of the handler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestSmugglingTest {
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    void start() {
        server = HttpServer.start(HttpServerConfig.loopback(0), (request, response) -> {
            request.body();
            calls.incrementAndGet();
            response.send(200, Headers.none(), new byte[0]);
        });
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        calls.set(0);
    }

    static Stream<String> requests() {
        return SmugglingCorpus.requests();
    }

    @Test
    void a_body_that_is_announced_is_body_whatever_it_looks_like() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: " + HIDDEN.length()
                    + "\r\n\r\n" + HIDDEN);
            client.socket().shutdownOutput();
            String answer = client.readAll();
            assertThat(answer.split("HTTP/1.1 200", -1)).as(answer).hasSize(2);
            assertThat(answer.replace("HTTP/1.1 100 Continue\r\n\r\n", "").split("HTTP/1.1 ", -1))
                    .as(answer)
                    .hasSize(2);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void a_body_that_was_announced_and_is_refused_is_no_request() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1000000000\r\n\r\n"
                    + HIDDEN);
            client.socket().shutdownOutput();
            String answer = client.readAll();
            assertThat(answer).startsWith("HTTP/1.1 413");
            assertThat(answer.split("HTTP/1.1 ", -1)).as(answer).hasSize(2);
            assertThat(calls).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void an_ambiguous_request_gets_one_error_and_reaches_nobody(String request) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(request + HIDDEN);
            client.socket().shutdownOutput();
            String answer = client.readAll();
            assertThat(answer.split("HTTP/1.1 ", -1)).as(answer).hasSize(2);
            assertThat(answer)
                    .startsWith("HTTP/1.1 ")
                    .doesNotStartWith("HTTP/1.1 2")
                    .doesNotStartWith("HTTP/1.1 500");
            assertThat(calls).hasValue(0);
        }
    }
}
