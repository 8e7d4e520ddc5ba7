package io.yumen.audit.sink;

import static io.yumen.audit.sink.Waiting.LIMITS;
import static io.yumen.audit.sink.Waiting.record;
import static io.yumen.audit.sink.Waiting.records;
import static io.yumen.audit.sink.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.audit.Sink;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Copies of records as lines of JSON over HTTP, to receivers that take them, are overloaded, or refuse some. */
final class HttpSinkTest {
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile ToIntFunction<String> manner = body -> 204;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    @Test
    void records_are_posted_as_lines_many_at_once() throws Exception {
        try (Sink sink = start(Headers.of("Authorization", "Bearer of-the-sink"))) {
            sink.offer(records(1, 500));
            until(() -> sink.status().sent() == 500);
        }
        assertThat(taken).containsExactlyElementsOf(lines(records(1, 500)));
        assertThat(heads)
                .hasSizeBetween(10, 20)
                .containsOnly("POST /audit?tenant=a application/x-ndjson Bearer of-the-sink");
    }

    @Test
    void what_an_overloaded_receiver_did_not_take_is_sent_again_and_nothing_twice() throws Exception {
        int[] requests = {0};
        manner = body -> requests[0]++ < 6 ? (requests[0] % 2 == 0 ? 503 : 429) : 200;
        try (Sink sink = start(Headers.none())) {
            sink.offer(records(1, 100));
            until(() -> sink.status().trouble().contains("answers "));
            until(() -> sink.status().sent() == 100);
            assertThat(sink.status().trouble()).isEmpty();
            assertThat(sink.status().dropped()).isZero();
        }
        assertThat(taken).containsExactlyElementsOf(lines(records(1, 100)));
    }

    @Test
    void a_record_that_the_receiver_never_takes_holds_up_no_other() throws Exception {
        manner = body -> body.contains("poison") ? 400 : 200;
        try (Sink sink = start(Headers.none())) {
            sink.offer(records(1, 20));
            sink.offer(List.of(record(21, "\"name\":\"poison\"")));
            sink.offer(records(22, 20));
            until(() -> sink.status().sent() == 40);
            assertThat(sink.status().dropped()).isEqualTo(1);
        }
        assertThat(taken).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void an_answer_without_end_is_an_answer() throws Exception {
        manner = body -> 299;
        try (Sink sink = start(Headers.none())) {
            sink.offer(records(1, 10));
            until(() -> sink.status().sent() == 10);
            sink.offer(records(11, 10));
            until(() -> sink.status().sent() == 20);
        }
    }

    @Test
    void headers_that_only_the_client_may_set_are_refused_at_the_start() {
        assertThatThrownBy(() -> start(Headers.of("Content-Length", "5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Content-Length");
    }

    @Test
    void a_sink_shows_neither_its_headers_nor_its_query() {
        Destination where = destination("https://h/audit?key=hidden", Headers.of("Authorization", "Bearer hidden"));
        assertThat(where.toString()).isEqualTo("https://h/audit");
    }

    private Sink start(Headers headers) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/audit?tenant=a";
        return Copies.start("test", destination(url, headers), LIMITS);
    }

    private static Destination destination(String url, Headers headers) {
        return new Destination.Http(
                Endpoint.of(URI.create(url)), headers, () -> RelayClient.create(RelayClientConfig.defaults()));
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        heads.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        int status = manner.applyAsInt(body);
        if (status / 100 == 2) {
            body.lines()
                    .forEach(
                            line -> taken.add(JsonMapper.shared().readTree(line).toString()));
        }
        byte[] answer = new byte[status == 299 ? 1 << 20 : 0];
        try (exchange) {
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<String> lines(List<byte[]> records) {
        return records.stream()
                .map(record -> JsonMapper.shared().readTree(record).toString())
                .toList();
    }
}
