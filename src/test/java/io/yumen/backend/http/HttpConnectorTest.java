package io.yumen.backend.http;

import static io.yumen.backend.TestClient.json;
import static io.yumen.backend.http.ScriptedHttpServer.events;
import static io.yumen.backend.http.ScriptedHttpServer.open;
import static io.yumen.backend.http.ScriptedHttpServer.result;
import static io.yumen.backend.http.ScriptedHttpServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.Background;
import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.ListKind;
import io.yumen.backend.RecordedEvents;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.TestClient;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.DeliveryException.Sent;
import io.yumen.backend.link.LinkLimits;
import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class HttpConnectorTest {
    private static final String DISCOVERED = "{'supportedVersions': ['2026-07-28'], 'capabilities': {}}";
    private static final StreamLimits IMPATIENT =
            new StreamLimits(2, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(1));

    private final ScriptedHttpServer server = new ScriptedHttpServer();
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final RecordedEvents events = new RecordedEvents();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void a_modern_server_hears_its_routing_headers() {
        server.on("server/discover", result(DISCOVERED)).on("tools/call", result("{'content': []}"));
        try (Connection connection = connect()) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2026_07_28);
            connection.handle(TestClient.plain().exchange("tools/call", "{'name': 'größe'}"));
        }
        ScriptedHttpServer.Seen call = server.seen("tools/call").getFirst();
        assertThat(call.header("Mcp-protocol-version")).isEqualTo("2026-07-28");
        assertThat(call.header("Mcp-method")).isEqualTo("tools/call");
        assertThat(call.header("Mcp-name")).isEqualTo("=?base64?Z3LDtsOfZQ==?=");
        assertThat(call.header("Accept")).isEqualTo("application/json, text/event-stream");
    }

    @Test
    void annotated_arguments_are_repeated_in_headers_and_bad_tools_are_left_out() {
        server.on("server/discover", result(DISCOVERED))
                .on(
                        "tools/list",
                        result(
                                "{'tools': ["
                                        + "{'name': 'good', 'inputSchema': {'properties': {'a': {'type': 'string', 'x-mcp-header': 'Region'},"
                                        + " 'n': {'properties': {'b': {'type': 'integer', 'x-mcp-header': 'Count'}}}}}},"
                                        + "{'name': 'bad', 'inputSchema': {'properties': {'a': {'type': 'number', 'x-mcp-header': 'X'}}}},"
                                        + "{'name': 'worse', 'inputSchema': {'anyOf': [{'properties': {'a': {'type': 'string', 'x-mcp-header': 'X'}}}]}}]}"))
                .on("tools/call", result("{}"));
        try (Connection connection = connect()) {
            ObjectNode list = connection.handle(TestClient.plain().exchange("tools/list", "{}"));
            assertThat(list.path("tools")).hasSize(1);
            connection.handle(TestClient.plain()
                    .exchange("tools/call", "{'name': 'good', 'arguments': {'a': ' x', 'n': {'b': 42}}}"));
            connection.handle(TestClient.plain().exchange("tools/call", "{'name': 'good', 'arguments': {'a': null}}"));
        }
        ScriptedHttpServer.Seen full = server.seen("tools/call").getFirst();
        assertThat(full.header("Mcp-param-region")).isEqualTo("=?base64?IHg=?=");
        assertThat(full.header("Mcp-param-count")).isEqualTo("42");
        assertThat(server.seen("tools/call").getLast().headers()).doesNotContainKey("Mcp-param-region");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nX-Evil: 1", "a\nb", "\u0000", "Grüße, 世界 🎉", " padded ", "", "=?base64?YQ==?=", "\t"})
    void a_mirrored_value_is_told_exactly_and_never_as_a_header_of_its_own(String value) {
        server.on("server/discover", result(DISCOVERED))
                .on(
                        "tools/list",
                        result("{'tools': [{'name': 'good', 'inputSchema': {'properties': {'a': {'type': 'string',"
                                + " 'x-mcp-header': 'Region'}}}}]}"))
                .on("tools/call", result("{}"));
        try (Connection connection = connect()) {
            connection.handle(TestClient.plain().exchange("tools/list", "{}"));
            ObjectNode call = json("{'name': 'good', 'arguments': {}}");
            ((ObjectNode) call.get("arguments")).put("a", value);
            connection.handle(TestClient.plain().exchange("tools/call", call.toString()));
        }
        ScriptedHttpServer.Seen seen = server.seen("tools/call").getFirst();
        assertThat(seen.headers()).doesNotContainKey("X-evil");
        Matcher sentinel = Pattern.compile("=\\?base64\\?(.*)\\?=").matcher(seen.header("Mcp-param-region"));
        assertThat(sentinel.matches()).isTrue();
        assertThat(new String(Base64.getDecoder().decode(sentinel.group(1)), StandardCharsets.UTF_8))
                .isEqualTo(value);
        assertThat(seen.body().at("/params/arguments/a").asString()).isEqualTo(value);
    }

    @Test
    void schema_keywords_pass_byte_for_byte() {
        String schema = """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"x","type":"object","$defs":{"a":\
                {"$anchor":"here","minimum":1.0,"maximum":1e300,"const":0.10}},"$dynamicRef":"#here","allOf":[true,false],\
                "if":{},"then":{"$ref":"http://127.0.0.1:1/never"},"else":{},"unevaluatedProperties":false,\
                "x-own":[null,"é\\u2028\\ud83c\\udf89"],"additionalProperties":false}""";
        server.on("server/discover", result(DISCOVERED))
                .on(
                        "tools/list",
                        (request, exchange) -> status(
                                        200,
                                        "{\"jsonrpc\":\"2.0\",\"id\":"
                                                + request.body().get("id")
                                                + ",\"result\":{\"tools\":[{\"name\":\"t\",\"inputSchema\":" + schema
                                                + "}]}}")
                                .to(request, exchange));
        try (Connection connection = connect()) {
            ObjectNode list = connection.handle(TestClient.plain().exchange("tools/list", "{}"));
            assertThat(JsonCodec.text(list.at("/tools/0/inputSchema")))
                    .isEqualTo(schema.replace("\\u2028", "\u2028").replace("\\ud83c\\udf89", "🎉"));
        }
    }

    @Test
    void a_header_mismatch_is_mended_by_listing_the_tools_anew() {
        server.on("server/discover", result(DISCOVERED))
                .on(
                        "tools/list",
                        result("{'tools': [{'name': 't', 'inputSchema': {'properties':"
                                + " {'a': {'type': 'boolean', 'x-mcp-header': 'Flag'}}}}]}"))
                .on(
                        "tools/call",
                        status(
                                400,
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32020,\"message\":\"header\"}}"),
                        result("{'content': []}"));
        try (Connection connection = connect()) {
            ObjectNode answer = connection.handle(
                    TestClient.plain().exchange("tools/call", "{'name': 't', 'arguments': {'a': true}}"));
            assertThat(answer).isEqualTo(json("{'content': []}"));
        }
        assertThat(server.seen("tools/call").getLast().header("Mcp-param-flag")).isEqualTo("true");
    }

    @Test
    void closing_the_response_cancels_a_modern_call() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        server.on("server/discover", result(DISCOVERED)).on("tools/call", (request, exchange) -> {
            open(": here").to(request, exchange);
            called.countDown();
            try {
                while (true) {
                    exchange.getResponseBody().write(": still\n\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                }
            } finally {
                gone.countDown();
            }
        });
        try (Connection connection = connect()) {
            TestClient caller = TestClient.plain();
            Background<ObjectNode> call = Background.of(() -> connection.handle(caller.exchange("tools/call", "{}")));
            called.await();
            caller.cancellation().cancel();
            assertThatExceptionOfType(RpcException.class).isThrownBy(call::result);
            gone.await();
        }
        assertThat(server.seen(Methods.CANCELLED)).isEmpty();
    }

    @Test
    void a_legacy_session_repeats_its_id_and_revision_and_is_ended() {
        server.legacy("s-1").on("tools/list", result("{'tools': []}"));
        try (Connection connection = connect()) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2025_11_25);
            connection.handle(TestClient.plain().exchange("tools/list", "{}"));
        }
        ScriptedHttpServer.Seen list = server.seen("tools/list").getFirst();
        assertThat(list.header("Mcp-session-id")).isEqualTo("s-1");
        assertThat(list.header("Mcp-protocol-version")).isEqualTo("2025-11-25");
        assertThat(server.seen("DELETE").getFirst().header("Mcp-session-id")).isEqualTo("s-1");
    }

    @Test
    void what_comes_on_the_stream_of_a_call_belongs_to_it() {
        server.legacy("s")
                .on(
                        "tools/call",
                        events(
                                "event: message\ndata: {'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':$id,'progress':1}}",
                                "data: {'jsonrpc':'2.0','id':'q','method':'elicitation/create','params':{'message':'Sure?'}}",
                                "data: {'jsonrpc':'2.0','id':99,'result':{}}",
                                "data: no message at all",
                                "data: {'jsonrpc':'2.0','id':$id,'result':{'content':[]}}"));
        try (Connection connection = connect()) {
            TestClient caller = TestClient.declaring("{'elicitation': {}}").answering("{'action': 'decline'}");
            assertThat(connection.handle(caller.exchange("tools/call", "{'_meta': {'progressToken': 'p'}}")))
                    .isEqualTo(json("{'content': []}"));
            assertThat(caller.told())
                    .isEqualTo(new Notification(Methods.PROGRESS, json("{'progressToken': 'p', 'progress': 1}")));
            caller.asked();
            assertThat(server.other("answer").body())
                    .isEqualTo(json("{'jsonrpc': '2.0', 'id': 'q', 'result': {'action': 'decline'}}"));
            assertThat(connection.attributesRequests()).isTrue();
        }
    }

    @Test
    void a_call_that_fails_for_want_of_a_capability_says_so() {
        server.legacy("s")
                .on(
                        "tools/call",
                        events(
                                "data: {'jsonrpc':'2.0','id':'q','method':'sampling/createMessage','params':{}}",
                                "data: {'jsonrpc':'2.0','method':'notifications/x'}",
                                "data: {'jsonrpc':'2.0','id':$id,'error':{'code':-32603,'message':'cannot ask'}}"));
        try (Connection connection = connect()) {
            server.on("answer", status(202, ""));
            assertThatExceptionOfType(RpcException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .withMessage("cannot ask")
                    .matches(e -> e.error().code() == ErrorCode.MISSING_CLIENT_CAPABILITY);
        }
    }

    @Test
    void a_stream_that_breaks_is_resumed_where_it_broke() {
        server.legacy("s").on("tools/call", events("id: e-1\nretry: 10\ndata:")).on("GET", (request, exchange) -> {
            if (request.header("Last-event-id").isEmpty()) {
                status(405, "").to(request, exchange);
            } else {
                events("id: e-2\ndata: {'jsonrpc':'2.0','id':2,'result':{'content':[]}}")
                        .to(request, exchange);
            }
        });
        try (Connection connection = connect()) {
            assertThat(connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .isEqualTo(json("{'content': []}"));
        }
        assertThat(server.seen("GET").stream().map(get -> get.header("Last-event-id")))
                .contains("e-1");
    }

    @Test
    void a_call_whose_session_is_lost_while_its_stream_is_resumed_was_perhaps_done() {
        server.legacy("s")
                .on("tools/call", events("id: a\nretry: 1\ndata:"))
                .on(
                        "GET",
                        (request, exchange) -> status(
                                        request.header("Last-event-id").equals("a") ? 404 : 405, "")
                                .to(request, exchange));
        try (Connection connection = connect()) {
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .matches(e -> e.sent() == Sent.PERHAPS);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void a_call_whose_server_is_gone_when_its_stream_is_resumed_was_perhaps_done() {
        server.legacy("s").on("tools/call", (request, exchange) -> {
            events("id: a\nretry: 1\ndata:").to(request, exchange);
            server.close();
        });
        try (Connection connection = connect()) {
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .matches(e -> e.sent() == Sent.PERHAPS);
        }
    }

    @Test
    void a_server_that_ends_its_stream_again_and_again_is_polled_as_long_as_it_gets_on() {
        AtomicInteger polls = new AtomicInteger();
        server.legacy("s").on("tools/call", events("id: 0\nretry: 10\ndata:")).on("GET", (request, exchange) -> {
            if (request.header("Last-event-id").isEmpty()) {
                status(405, "").to(request, exchange);
                return;
            }
            int poll = polls.incrementAndGet();
            String answer = poll < 10 * IMPATIENT.resumes() ? "" : " {'jsonrpc':'2.0','id':2,'result':{'content':[]}}";
            events("id: " + poll + "\ndata:" + answer).to(request, exchange);
        });
        try (Connection connection = connect()) {
            assertThat(connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .isEqualTo(json("{'content': []}"));
        }
        assertThat(server.seen("GET").stream()
                        .map(get -> get.header("Last-event-id"))
                        .filter(id -> !id.isEmpty()))
                .startsWith("0", "1", "2")
                .hasSize(10 * IMPATIENT.resumes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e9", "999999999", "99999999999999999999", "", "soon"})
    void a_retry_time_that_makes_no_sense_neither_hangs_a_call_nor_hurries_it(String retry) {
        server.legacy("s")
                .on("tools/call", events("id: a\nretry: " + retry + "\ndata:"))
                .on("GET", (request, exchange) -> {
                    boolean resumes = request.header("Last-event-id").equals("a");
                    (resumes ? events("data: {'jsonrpc':'2.0','id':2,'result':{'content':[]}}") : status(405, ""))
                            .to(request, exchange);
                });
        try (Connection connection = connect()) {
            long started = System.nanoTime();
            connection.handle(TestClient.plain().exchange("tools/call", "{}"));
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Duration.ofMillis(9), Duration.ofSeconds(2));
        }
    }

    @Test
    void a_server_that_wants_no_pause_and_says_nothing_is_asked_ever_more_seldom() {
        ResumePoint point = new ResumePoint();
        point.take(SseEvent.of("").withId("1").withRetry(Duration.ZERO));
        List<Duration> pauses = Stream.generate(() -> {
                    point.broke();
                    return StreamLimits.DEFAULT.pauseBefore(point);
                })
                .limit(20)
                .toList();
        assertThat(pauses).isSorted().startsWith(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40));
        point.take(SseEvent.of("news"));
        point.broke();
        assertThat(StreamLimits.DEFAULT.pauseBefore(point)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void a_stream_that_breaks_for_good_fails_its_call() {
        server.legacy("s").on("tools/call", events("data: {'jsonrpc':'2.0','method':'notifications/x'}"));
        try (Connection connection = connect()) {
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .matches(e -> e.sent() == Sent.PERHAPS);
            server.on("tools/call", events("id: e-1\nretry: 1\ndata:")).on("GET", events("id: e-2\ndata:"));
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")));
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void a_forgotten_session_ends_the_connection_and_the_call_was_surely_not_done() {
        for (ScriptedHttpServer.Answer forgotten : List.of(
                status(404, ""),
                status(
                        400,
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"No valid session ID\"}}"))) {
            server.legacy("s").on("tools/call", forgotten);
            Connection connection = connect();
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .withMessage("it has forgotten the session")
                    .matches(e -> e.sent() == Sent.NEVER);
            assertThat(connection.isOpen()).isFalse();
            assertThat(events.end()).contains("session");
            connection.close();
        }
        assertThat(server.seen("DELETE")).isEmpty();
    }

    @Test
    void what_the_server_says_by_itself_comes_on_its_own_stream_and_a_broken_one_is_opened_again() {
        server.legacy("s")
                .on(
                        "GET",
                        events("id: 5\ndata: {'jsonrpc':'2.0','method':'notifications/tools/list_changed'}"),
                        open("data: {'jsonrpc':'2.0','method':'notifications/prompts/list_changed'}"));
        try (Connection connection = connect()) {
            assertThat(events.change()).isEqualTo(ListKind.TOOLS);
            assertThat(events.change()).isEqualTo(ListKind.PROMPTS);
            assertThat(connection.isOpen()).isTrue();
        }
        assertThat(server.seen("GET").get(1).header("Last-event-id")).isEqualTo("5");
    }

    @Test
    void a_cancelled_legacy_call_is_cancelled_by_a_message() {
        server.legacy("s").on("tools/call", open("id: 1\ndata:"));
        try (Connection connection = connect()) {
            TestClient caller = TestClient.plain();
            Background<ObjectNode> call = Background.of(() -> connection.handle(caller.exchange("tools/call", "{}")));
            while (server.seen("tools/call").isEmpty()) {
                Thread.onSpinWait();
            }
            caller.cancellation().cancel();
            assertThatExceptionOfType(RpcException.class).isThrownBy(call::result);
            assertThat(server.other(Methods.CANCELLED)
                            .body()
                            .path("params")
                            .path("requestId")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void statuses_that_refuse_say_what_to_do() {
        server.on("server/discover", status(401, ""));
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(this::connect)
                .withMessageContaining("Authorization");
        server.legacy("s")
                .on(
                        "tools/call",
                        (request, exchange) -> {
                            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/mcp");
                            status(307, "").to(request, exchange);
                        },
                        status(502, "Bad gateway"),
                        status(429, ""),
                        (request, exchange) -> ScriptedHttpServer.send(exchange, 200, "text/html", "<html>"));
        try (Connection connection = connect()) {
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .withMessageContaining("https://elsewhere.example/mcp");
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .withMessageContaining("502")
                    .matches(e -> e.sent() == Sent.PERHAPS);
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .matches(e -> e.sent() == Sent.NEVER);
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .withMessageContaining("neither JSON nor an event stream");
        }
    }

    @Test
    void nobody_listens_there() {
        HttpBackendConfig absent = new HttpBackendConfig("absent", URI.create("http://127.0.0.1:1/mcp"));
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new HttpConnector(absent, client, Credentials.NONE).connect(request()))
                .withMessageContaining("127.0.0.1:1");
    }

    @Test
    void an_answer_that_is_too_large_is_not_taken() {
        server.legacy("s").on("tools/call", result("{'text': '" + "a".repeat(1 << 20) + "'}"));
        LinkLimits small = new LinkLimits(
                10,
                10,
                10,
                10,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                new JsonLimits(1 << 18, 10, 100, 100));
        try (Connection connection =
                new HttpConnector(config().with(small), client, Credentials.NONE).connect(request())) {
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .withMessageContaining("larger");
        }
    }

    @Test
    void the_oldest_transport_is_found_too() {
        CountDownLatch posted = new CountDownLatch(1);
        server.on("server/discover", status(405, ""))
                .on("initialize", status(405, ""), status(202, ""))
                .on("GET", (request, exchange) -> {
                    server.on("initialize", (initialize, post) -> {
                        status(202, "").to(initialize, post);
                        exchange.getResponseBody()
                                .write(("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
                                                + "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}}\n\n")
                                        .getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                        posted.countDown();
                    });
                    open("event: endpoint\ndata: /mcp?session=1").to(request, exchange);
                });
        try (Connection connection = connect()) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2024_11_05);
            assertThat(connection.attributesRequests()).isFalse();
        }
        assertThat(posted.getCount()).isZero();
    }

    @Test
    void headers_of_the_configuration_are_sent_and_those_of_the_protocol_are_refused() {
        server.legacy("s");
        HttpBackendConfig config = config().with(Headers.of("X-Key", "k"));
        new HttpConnector(config, client, Credentials.NONE).connect(request()).close();
        assertThat(server.seen("initialize").getFirst().header("X-key")).isEqualTo("k");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> config().with(Headers.of("Mcp-Session-Id", "x")));
    }

    @Test
    void refused_credentials_are_renewed_once() {
        server.legacy("s")
                .on(
                        "tools/list",
                        (request, exchange) -> {
                            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
                            status(401, "").to(request, exchange);
                        },
                        result("{'tools': []}"));
        CountDownLatch renewed = new CountDownLatch(1);
        Credentials credentials = new Credentials() {
            @Override
            public Headers headers(String method, Endpoint endpoint) {
                return Headers.of("Authorization", "Bearer " + renewed.getCount());
            }

            @Override
            public Renewal renew(RefusedRequest refused) {
                renewed.countDown();
                String challenge = refused.headers().first("WWW-Authenticate").orElse("");
                return challenge.contains("invalid_token") ? new Renewal.Renewed() : new Renewal.Refused("");
            }
        };
        try (Connection connection = new HttpConnector(config(), client, credentials).connect(request())) {
            connection.handle(TestClient.plain().exchange("tools/list", "{}"));
        }
        assertThat(server.seen("tools/list").getLast().header("Authorization")).isEqualTo("Bearer 0");
    }

    private Connection connect() {
        return new HttpConnector(config(), client, Credentials.NONE).connect(request());
    }

    private HttpBackendConfig config() {
        return new HttpBackendConfig("scripted", server.url())
                .with(LinkLimits.DEFAULT.with(Duration.ofSeconds(2), Duration.ofSeconds(5)))
                .with(IMPATIENT);
    }

    private ConnectRequest request() {
        return new ConnectRequest(new ClientCapabilities(json("{'elicitation': {}}")), ScopeKey.SHARED, events);
    }
}
