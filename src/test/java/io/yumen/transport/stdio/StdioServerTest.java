package io.yumen.transport.stdio;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.legacy.LegacyLimits;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StdioServerTest {
    private static final String META = "'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
            + " 'io.modelcontextprotocol/clientCapabilities': {'elicitation': {}}}";
    private static final String INITIALIZE = "{'jsonrpc': '2.0', 'id': 0, 'method': 'initialize', 'params':"
            + " {'protocolVersion': 'REVISION', 'capabilities': {'elicitation': {}}, 'clientInfo': {}}}";

    private final Identity identity = new Identity("yumen", "Yumen", "1");
    private final ModernEdge modern = new ModernEdge(identity, Sealer.ephemeral(), EdgeLimits.DEFAULT);
    private final LegacySessions legacy = new LegacySessions(identity, LegacyLimits.DEFAULT);
    private final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private OutputStream toServer = OutputStream.nullOutputStream();
    private BufferedReader fromServer = new BufferedReader(Reader.nullReader());
    private Thread server = Thread.ofVirtual().unstarted(() -> {});

    @BeforeEach
    void start() throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        toServer = Channels.newOutputStream(in.sink());
        fromServer = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8));
        StdioServer stdio = new StdioServer(
                new Endpoint("stdio", handler()),
                Access.LOCAL,
                modern,
                legacy,
                StdioLimits.DEFAULT.withJson(new JsonLimits(2_000, 20, 100, 20)));
        server = Thread.ofPlatform().daemon().start(() -> {
            stdio.serve(
                    Channels.newInputStream(in.source()),
                    Channels.newOutputStream(out.sink()),
                    session -> ended.complete(session.id()));
            close(out);
        });
    }

    @AfterEach
    void stop() throws Exception {
        toServer.close();
        server.join(TimeUnit.SECONDS.toMillis(10));
        modern.close();
        legacy.close();
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void a_modern_client_is_answered_without_any_handshake() throws Exception {
        send("{'jsonrpc': '2.0', 'id': 'a', 'method': 'server/discover', 'params': {" + META + "}}");

        ObjectNode answer = receive();
        assertThat(answer.path("id").stringValue()).isEqualTo("a");
        assertThat(answer.path("result").path("resultType").stringValue()).isEqualTo("complete");
    }

    @Test
    void a_modern_probe_may_be_followed_by_initialize() throws Exception {
        send("{'jsonrpc': '2.0', 'id': 1, 'method': 'server/discover', 'params': {" + META + "}}");
        receive();
        initialize("2025-06-18");
        send("{'jsonrpc': '2.0', 'id': 2, 'method': 'tools/list'}");

        assertThat(receive().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"method\":\"tools/list\"}}");
    }

    @Test
    void a_request_of_neither_era_is_refused_and_a_ping_is_not() throws Exception {
        send("{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list'}");
        assertThat(receive().path("error").path("code").intValue()).isEqualTo(-32602);
        send("{'jsonrpc': '2.0', 'id': 2, 'method': 'ping'}");
        assertThat(receive().path("result").isObject()).isTrue();
    }

    @Test
    void what_cannot_be_read_is_answered_without_id_and_the_next_line_is_served() throws Exception {
        for (String broken : new String[] {"{", "[]", "7", "{'a': 1, 'a': 2}", "'" + "x".repeat(5_000) + "'"}) {
            send(broken);
            ObjectNode answer = receive();
            assertThat(answer.path("id").isNull()).isTrue();
            assertThat(answer.path("error").path("code").intValue()).isIn(-32700, -32600);
        }
        send("");
        send("{'jsonrpc': '2.0', 'id': 2, 'method': 'ping'}\r");
        assertThat(receive().path("id").intValue()).isEqualTo(2);
    }

    @Test
    void requests_do_not_wait_for_each_other() throws Exception {
        send("{'jsonrpc': '2.0', 'id': 1, 'method': 'hold', 'params': {" + META + "}}");
        Exchange first = next();
        send("{'jsonrpc': '2.0', 'id': 2, 'method': 'tools/list', 'params': {" + META + "}}");
        assertThat(receive().path("id").intValue()).isEqualTo(2);
        send("{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list', 'params': {" + META + "}}");
        assertThat(receive().path("error").path("code").intValue()).isEqualTo(-32600);

        send("{'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': {'requestId': 1}}");
        awaitCancelled(first);
        send("{'jsonrpc': '2.0', 'id': 3, 'method': 'tools/list', 'params': {" + META + "}}");
        assertThat(receive().path("id").intValue()).isEqualTo(3);
    }

    @Test
    void a_legacy_request_is_cancelled_by_the_notification_that_follows_it() throws Exception {
        initialize("2025-11-25");
        for (int id = 1; id <= 50; id++) {
            send("{'jsonrpc': '2.0', 'id': " + id + ", 'method': 'hold'}\n"
                    + "{'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': {'requestId': " + id + "}}");
            awaitCancelled(next());
        }
        send("{'jsonrpc': '2.0', 'id': 99, 'method': 'ping'}");
        assertThat(receive().path("id").intValue()).isEqualTo(99);
    }

    @Test
    void a_legacy_client_is_asked_on_the_same_pipe() throws Exception {
        initialize("2025-11-25");
        send("{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/call', 'params': {'name': 'ask'}}");
        ObjectNode question = receive();
        assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
        send("{'jsonrpc': '2.0', 'id': " + question.path("id") + ", 'result': {'action': 'decline'}}");

        assertThat(receive().path("result").path("action").stringValue()).isEqualTo("decline");
    }

    @Test
    void a_modern_client_is_asked_by_an_answer_that_wants_input() throws Exception {
        send("{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/call', 'params': {'name': 'ask', " + META + "}}");
        String state = receive().path("result").path("requestState").stringValue();
        send("{'jsonrpc': '2.0', 'id': 2, 'method': 'tools/call', 'params': {'name': 'ask', 'requestState': '" + state
                + "', 'inputResponses': {'elicitation-1': {'action': 'decline'}}, " + META + "}}");

        ObjectNode answer = receive();
        assertThat(answer.path("id").intValue()).isEqualTo(2);
        assertThat(answer.path("result").path("action").stringValue()).isEqualTo("decline");
    }

    @Test
    void subscriptions_share_the_pipe_and_are_told_apart_by_their_ids() throws Exception {
        for (int id : new int[] {1, 2}) {
            send("{'jsonrpc': '2.0', 'id': " + id + ", 'method': 'subscriptions/listen', 'params':"
                    + " {'notifications': {'toolsListChanged': true}, " + META + "}}");
            assertThat(receive().path("method").stringValue()).isEqualTo(Methods.ACKNOWLEDGED);
            next().client().notify(new Message.Notification(Methods.TOOLS_CHANGED, json("{}")));
            assertThat(subscription(receive())).isEqualTo(id);
        }
    }

    @Test
    void a_batch_is_served_in_the_one_revision_that_has_them() throws Exception {
        initialize("2025-03-26");
        send("[{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}, {'jsonrpc': '2.0', 'id': 2, 'method': 'ping'}]");

        assertThat(receive().path("id").intValue() + receive().path("id").intValue())
                .isEqualTo(3);
    }

    @Test
    void a_batch_is_refused_in_other_revisions() throws Exception {
        initialize("2025-06-18");
        send("[{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}]");

        assertThat(receive().path("error").path("code").intValue()).isEqualTo(-32600);
    }

    @Test
    void the_end_of_the_input_lets_requests_finish_cancels_the_rest_and_ends_the_session() throws Exception {
        CompletableFuture<String> legacyEnd = new CompletableFuture<>();
        legacy.onEnd(session -> legacyEnd.complete(session.id()));
        initialize("2025-11-25");
        send("{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}\n{'jsonrpc': '2.0', 'id': 2, 'method': 'hold'}");
        Exchange left = next();
        toServer.close();

        assertThat(receive().path("id").intValue()).isEqualTo(1);
        awaitCancelled(left);
        assertThat(ended.get(10, TimeUnit.SECONDS)).startsWith("channel-");
        assertThat(legacyEnd.get(10, TimeUnit.SECONDS)).isNotEmpty();
        assertThat(fromServer.readLine()).isNull();
        assertThat(legacy.count()).isZero();
    }

    private Handler handler() {
        return exchange -> switch (exchange.method()) {
            case Methods.TOOLS_CALL ->
                exchange.client().ask(new InputRequest(InputKind.ELICITATION, json("{'message': 'm'}")));
            case Methods.LISTEN -> {
                exchange.client()
                        .notify(new Message.Notification(
                                Methods.ACKNOWLEDGED, json("{'notifications': {'toolsListChanged': true}}")));
                yield hold(exchange);
            }
            case "hold" -> hold(exchange);
            default -> json("{}").put("method", exchange.method());
        };
    }

    private ObjectNode hold(Exchange exchange) {
        held.add(exchange);
        try {
            awaitCancelled(exchange);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Results.empty();
    }

    private Exchange next() throws InterruptedException {
        Exchange exchange = held.poll(10, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }

    private static void awaitCancelled(Exchange exchange) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        exchange.cancellation().onCancel(cancelled::countDown);
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void initialize(String revision) throws IOException {
        send(INITIALIZE.replace("REVISION", revision));
        assertThat(receive().path("result").path("protocolVersion").stringValue())
                .isEqualTo(revision);
    }

    private static int subscription(ObjectNode notification) {
        return notification
                .path("params")
                .path("_meta")
                .path("io.modelcontextprotocol/subscriptionId")
                .intValue();
    }

    private void send(String text) throws IOException {
        toServer.write((text.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
        toServer.flush();
    }

    private ObjectNode receive() throws IOException {
        String line = fromServer.readLine();
        assertThat(line).isNotNull();
        return json(line);
    }

    private static void close(Pipe pipe) {
        try {
            pipe.sink().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
