package io.yumen.session.legacy;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.RecordingOutlet;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LegacySessionTest {
    private static final Executor THREADS = Thread::startVirtualThread;
    private static final String ALL = "{'elicitation': {}, 'sampling': {}, 'roots': {'listChanged': true}}";
    private static final ObjectNode ACCEPT = json("{'action': 'accept', 'content': {}}");

    private final RecordingOutlet general = new RecordingOutlet();
    private final RecordingOutlet outlet = new RecordingOutlet();
    private final Identity identity = new Identity("yumen", "Yumen", "1");
    private final LegacySessions sessions =
            new LegacySessions(identity, LegacyLimits.DEFAULT.withAnswerTime(Duration.ofSeconds(10)));

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void ping_is_answered_and_the_client_can_be_pinged() throws Exception {
        LegacySession session = open("2025-11-25", exchange -> {
            throw new AssertionError("not for handlers");
        });
        assertThat(result(session, "ping", "{}")).isEmpty();

        CompletableFuture<Boolean> alive =
                CompletableFuture.supplyAsync(() -> session.ping(Duration.ofSeconds(10)), THREADS);
        Message.Request ping = general.nextRequest();
        assertThat(ping.method()).isEqualTo("ping");
        session.take(new Message.Result(ping.id(), Results.empty()));
        assertThat(alive.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(session.ping(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void the_results_of_the_modern_era_lose_what_a_legacy_client_does_not_know() {
        LegacySession session = open(
                "2025-11-25",
                exchange -> json(
                        "{'resultType': 'complete', 'ttlMs': 0,"
                                + " 'cacheScope': 'private', 'tools': [{'name': 'a', 'outputSchema': {'type': 'array'}}, {'name': 'b',"
                                + " 'outputSchema': {'type': 'object'}}], '_meta': {'io.modelcontextprotocol/serverInfo': {}}}"));

        assertThat(result(session, "tools/list", "{}").toString())
                .isEqualTo("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\",\"outputSchema\":{\"type\":\"object\"}}]}");
    }

    @Test
    void content_that_a_revision_does_not_know_becomes_text() {
        Handler handler = exchange -> json("{'content': [{'type': 'audio', 'data': '', 'mimeType': 'audio/wav'},"
                + " {'type': 'resource_link', 'uri': 'a:b', 'name': 'n'}], 'structuredContent': {'x': 1}}");

        assertThat(types(result(open("2024-11-05", handler), "tools/call", "{}")))
                .containsExactly("text", "text");
        assertThat(types(result(open("2025-03-26", handler), "tools/call", "{}")))
                .containsExactly("audio", "text");
        ObjectNode newer = result(open("2025-06-18", handler), "tools/call", "{}");
        assertThat(types(newer)).containsExactly("audio", "resource_link");
        assertThat(newer.has("structuredContent")).isTrue();
        assertThat(result(open("2025-03-26", handler), "tools/call", "{}").has("structuredContent"))
                .isFalse();
    }

    @Test
    void structured_content_that_is_no_object_is_told_as_text() {
        LegacySession session = open("2025-11-25", exchange -> json("{'structuredContent': [1, 2], 'content': []}"));

        assertThat(result(session, "tools/call", "{}").toString())
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"[1,2]\"}]}");
    }

    @Test
    void errors_of_the_modern_era_do_not_leak() {
        LegacySession session = open("2025-11-25", exchange -> {
            int code = exchange.params().path("code").intValue();
            throw new RpcException(
                    new RpcError(code, "no", json("{'uri': 'a:b', 'requiredCapabilities': {'roots': {}}}")));
        });

        assertThat(error(session, "resources/read", "{'code': -32602}")).isEqualTo(-32002);
        assertThat(error(session, "tools/call", "{'code': -32602}")).isEqualTo(-32602);
        assertThat(error(session, "tools/call", "{'code': -32020}")).isEqualTo(-32603);
        assertThat(error(session, "tools/call", "{'code': -32021}")).isEqualTo(-32600);
        assertThat(error(session, "tools/call", "{'code': -32022}")).isEqualTo(-32603);
        assertThat(error(session, "tools/call", "{'code': -32042}")).isEqualTo(-32042);
    }

    @Test
    void a_question_is_a_real_request_on_the_stream_of_the_call() throws Exception {
        LegacySession session = open(
                "2025-11-25",
                exchange -> json("{}").set("answer", exchange.client().ask(elicitation())));
        CompletableFuture<Optional<Message.Response>> response = start(session, "tools/call", "{}");

        Message.Request question = outlet.nextRequest();
        assertThat(question.method()).isEqualTo("elicitation/create");
        session.take(new Message.Result(RequestId.of(999), json("{'action': 'cancel'}")));
        session.take(new Message.Result(question.id(), ACCEPT));

        assertThat(result(response).path("answer")).isEqualTo(ACCEPT);
    }

    @Test
    void an_error_answer_fails_the_question() throws Exception {
        LegacySession session = open("2025-11-25", exchange -> exchange.client().ask(elicitation()));
        CompletableFuture<Optional<Message.Response>> response = start(session, "tools/call", "{}");

        session.take(new Message.Failure(outlet.nextRequest().id(), new RpcError(-1, "User is away")));

        assertThat(((Message.Failure) response.get(10, TimeUnit.SECONDS).orElseThrow())
                        .error()
                        .message())
                .isEqualTo("User is away");
    }

    @Test
    void a_client_is_not_asked_what_it_did_not_declare() {
        LegacySession session =
                open("2025-11-25", "{}", exchange -> exchange.client().ask(elicitation()));

        assertThat(error(session, "tools/call", "{}")).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(outlet.all()).isEmpty();
    }

    @Test
    void a_question_without_answer_times_out_and_is_taken_back() throws Exception {
        try (LegacySessions hasty =
                new LegacySessions(identity, LegacyLimits.DEFAULT.withAnswerTime(Duration.ofMillis(20)))) {
            LegacySession session = hasty.open(
                            endpoint(exchange -> exchange.client().ask(elicitation())),
                            Access.LOCAL,
                            initializeRequest("2025-11-25"),
                            general)
                    .session();

            assertThat(error(session, "tools/call", "{}")).isEqualTo(ErrorCode.TIMEOUT);
            assertThat(outlet.nextRequest().id().toJson())
                    .isEqualTo(outlet.nextNotification().params().path("requestId"));
        }
    }

    @Test
    void a_server_that_wants_input_is_answered_by_asking_the_client_and_trying_again() throws Exception {
        List<ObjectNode> seen = new CopyOnWriteArrayList<>();
        LegacySession session = open("2025-11-25", exchange -> {
            seen.add(exchange.params());
            return exchange.params().has(Results.INPUT_RESPONSES)
                    ? json("{'resultType': 'complete', 'content': []}")
                    : json("{'resultType': 'input_required', 'requestState': 's\\u00e9', 'inputRequests': {"
                            + "'a': {'method': 'elicitation/create', 'params': {'message': 'm'}},"
                            + "'b': {'method': 'roots/list'}}}");
        });
        CompletableFuture<Optional<Message.Response>> response = start(session, "tools/call", "{'name': 't'}");
        Message.Request first = outlet.nextRequest();
        Message.Request second = outlet.nextRequest();
        for (Message.Request question : List.of(second, first)) {
            session.take(new Message.Result(
                    question.id(), question.method().equals("roots/list") ? json("{'roots': []}") : ACCEPT));
        }

        assertThat(result(response).has("resultType")).isFalse();
        assertThat(seen.get(1).path(Results.REQUEST_STATE).stringValue()).isEqualTo("sé");
        assertThat(seen.get(1).path("name").stringValue()).isEqualTo("t");
        assertThat(seen.get(1).path(Results.INPUT_RESPONSES).path("a")).isEqualTo(ACCEPT);
        assertThat(seen.get(1).path(Results.INPUT_RESPONSES).path("b").has("roots"))
                .isTrue();
    }

    @Test
    void a_server_that_never_has_enough_input_is_given_up() {
        LegacySession session =
                open("2025-11-25", exchange -> json("{'resultType': 'input_required', 'requestState': 's'}"));

        assertThat(error(session, "tools/call", "{}")).isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    @Test
    void an_elicitation_by_url_gets_an_id_and_is_told_complete() throws Exception {
        LegacySession session = open(
                "2025-11-25",
                "{'elicitation': {'url': {}}}",
                exchange -> exchange.params().has(Results.INPUT_RESPONSES)
                        ? Results.empty()
                        : json("{'resultType': 'input_required', 'inputRequests': {'a': {'method':"
                                + " 'elicitation/create', 'params': {'mode': 'url', 'url': 'https://x'}}}}"));
        CompletableFuture<Optional<Message.Response>> response = start(session, "tools/call", "{}");
        Message.Request question = outlet.nextRequest();
        session.take(new Message.Result(question.id(), ACCEPT));
        result(response);

        Message.Notification complete = outlet.nextNotification();
        assertThat(complete.method()).isEqualTo(Methods.ELICITATION_COMPLETE);
        assertThat(complete.params().path("elicitationId"))
                .isEqualTo(question.params().path("elicitationId"));
    }

    @Test
    void a_cancelled_request_is_not_answered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        LegacySession session = open("2025-11-25", exchange -> {
            begun.countDown();
            awaitCancelled(exchange);
            throw exchange.cancellation().cause();
        });
        CompletableFuture<Optional<Message.Response>> response = start(session, "tools/call", "{}");
        begun.await();
        session.tell(note(Methods.CANCELLED, "{'requestId': 77}"));
        session.tell(note(Methods.CANCELLED, "{'requestId': 1}"));

        assertThat(response.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void an_id_that_is_under_way_is_refused() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LegacySession session = open("2025-11-25", exchange -> {
            begun.countDown();
            await(go);
            return Results.empty();
        });
        CompletableFuture<Optional<Message.Response>> first = start(session, "tools/call", "{}");
        begun.await();

        assertThat(error(session, "tools/call", "{}")).isEqualTo(ErrorCode.INVALID_REQUEST);
        go.countDown();
        result(first);
    }

    @Test
    void the_log_level_is_kept_by_the_session() {
        LegacySession session = open("2025-11-25", exchange -> {
            exchange.client().notify(note(Methods.LOG, "{'level': 'debug', 'data': 'x'}"));
            exchange.client().notify(note(Methods.LOG, "{'level': 'error', 'data': 'x'}"));
            return json("{}").put("level", String.valueOf(exchange.logLevel()));
        });
        result(session, "tools/call", "{}");
        assertThat(outlet.all()).hasSize(1);

        result(session, "logging/setLevel", "{'level': 'debug'}");
        assertThat(result(session, "tools/call", "{}").path("level").stringValue())
                .isEqualTo("DEBUG");
        assertThat(outlet.all()).hasSize(3);
        assertThat(error(session, "logging/setLevel", "{'level': 'loud'}")).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void changes_reach_the_general_stream_and_a_new_filter_opens_a_new_subscription() throws Exception {
        BlockingQueue<Exchange> listens = new LinkedBlockingQueue<>();
        LegacySession session = open("2025-11-25", exchange -> {
            if (exchange.method().equals(Methods.LISTEN)) {
                exchange.client().notify(note(Methods.ACKNOWLEDGED, "{'notifications': {}}"));
                listens.add(exchange);
                awaitCancelled(exchange);
            }
            return Results.empty();
        });
        session.tell(note(Methods.INITIALIZED, "{}"));
        Exchange first = next(listens);
        assertThat(first.params().toString()).isEqualTo("{\"notifications\":{\"toolsListChanged\":true}}");
        first.client().notify(note(Methods.PROMPTS_CHANGED, "{}"));
        first.client().notify(note(Methods.TOOLS_CHANGED, "{'_meta': {'io.modelcontextprotocol/subscriptionId': 1}}"));
        Message.Notification change = general.nextNotification();
        assertThat(change.method()).isEqualTo(Methods.TOOLS_CHANGED);
        assertThat(change.params()).isEmpty();

        result(session, "resources/subscribe", "{'uri': 'a:b'}");
        Exchange second = next(listens);
        assertThat(second.params().toString()).contains("\"resourceSubscriptions\":[\"a:b\"]");
        awaitTrue(() -> first.cancellation().isCancelled());
        second.client().notify(note(Methods.RESOURCE_UPDATED, "{'uri': 'a:b'}"));
        assertThat(general.nextNotification().method()).isEqualTo(Methods.RESOURCE_UPDATED);

        result(session, "resources/unsubscribe", "{'uri': 'a:b'}");
        assertThat(next(listens).params().toString()).doesNotContain("a:b");
        awaitTrue(() -> second.cancellation().isCancelled());
    }

    @Test
    void a_subscription_that_the_handler_refuses_is_refused() {
        LegacySession session = open("2025-11-25", exchange -> {
            throw new RpcException(new RpcError(ErrorCode.INVALID_PARAMS, "No such resource"));
        });

        assertThat(error(session, "resources/subscribe", "{'uri': 'a:b'}")).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(error(session, "resources/subscribe", "{'uri': 'a:b'}")).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void a_server_can_ask_outside_of_any_call() throws Exception {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        LegacySession session = open("2025-11-25", exchange -> {
            if (exchange.method().equals(Methods.LISTEN)) {
                answer.complete(exchange.client().ask(elicitation()));
                awaitCancelled(exchange);
            }
            return Results.empty();
        });
        session.tell(note(Methods.INITIALIZED, "{}"));
        session.take(new Message.Result(general.nextRequest().id(), ACCEPT));

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(ACCEPT);
    }

    @Test
    void changed_roots_are_told_to_the_handler_and_unknown_methods_pass() throws Exception {
        BlockingQueue<String> methods = new LinkedBlockingQueue<>();
        LegacySession session = open("2025-11-25", exchange -> {
            methods.add(exchange.method());
            return Results.empty();
        });
        session.tell(note(Methods.ROOTS_CHANGED, "{}"));
        assertThat(methods.poll(10, TimeUnit.SECONDS)).isEqualTo(Methods.ROOTS_CHANGED);
        result(session, "skills/list", "{}");
        assertThat(methods.poll(10, TimeUnit.SECONDS)).isEqualTo("skills/list");
        assertThat(error(session, "server/discover", "{}")).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        assertThat(error(session, "initialize", "{}")).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void the_end_of_a_session_cancels_what_is_under_way() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        LegacySession session = open("2025-11-25", exchange -> {
            begun.countDown();
            awaitCancelled(exchange);
            throw exchange.cancellation().cause();
        });
        CompletableFuture<Optional<Message.Response>> response = start(session, "tools/call", "{}");
        begun.await();
        sessions.end(session);

        assertThat(response.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(error(session, "ping", "{}")).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void two_clients_with_the_same_ids_never_hear_each_other() throws Exception {
        Handler handler = exchange -> {
            exchange.client().notify(note(Methods.PROGRESS, "{'progressToken': 1, 'progress': 1}"));
            ObjectNode answer = exchange.client().ask(elicitation());
            return json("{}")
                    .put("who", exchange.caller().principal().name())
                    .put("answer", answer.path("content").path("who").stringValue());
        };
        AtomicInteger done = new AtomicInteger();
        List<CompletableFuture<Void>> clients = new CopyOnWriteArrayList<>();
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            Access access = Access.plain(new Principal(TenantId.LOCAL, name), Access.Proof.NONE);
            LegacySession session = sessions.open(endpoint(handler), access, initializeRequest("2025-11-25"), general)
                    .session();
            clients.add(CompletableFuture.runAsync(
                    () -> {
                        for (int id = 0; id < 200; id++) {
                            converse(session, access, id);
                            done.incrementAndGet();
                        }
                    },
                    THREADS));
        }
        for (CompletableFuture<Void> client : clients) {
            client.get(30, TimeUnit.SECONDS);
        }
        assertThat(done).hasValue(800);
    }

    private static void converse(LegacySession session, Access access, int id) {
        String name = access.principal().name();
        RecordingOutlet own = new RecordingOutlet();
        Message.Request request =
                new Message.Request(RequestId.of(id), "tools/call", json("{'_meta': {'progressToken': 1}}"));
        CompletableFuture<Optional<Message.Response>> response =
                CompletableFuture.supplyAsync(() -> session.answer(request, access, own), THREADS);
        try {
            assertThat(own.next()).isInstanceOf(Message.Notification.class);
            ObjectNode answer = json("{'action': 'accept', 'content': {'who': '" + name + "'}}");
            session.take(new Message.Result(own.nextRequest().id(), answer));
            ObjectNode result =
                    ((Message.Result) response.get(10, TimeUnit.SECONDS).orElseThrow()).result();
            assertThat(result.path("who").stringValue()).isEqualTo(name);
            assertThat(result.path("answer").stringValue()).isEqualTo(name);
            assertThat(own.all()).isEmpty();
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private LegacySession open(String revision, Handler handler) {
        return open(revision, ALL, handler);
    }

    private LegacySession open(String revision, String capabilities, Handler handler) {
        Message.Request initialize = new Message.Request(
                RequestId.of(0),
                "initialize",
                json("{'protocolVersion': '" + revision + "', 'capabilities': " + capabilities
                        + ", 'clientInfo': {'name': 'c', 'version': '1'}}"));
        return sessions.open(endpoint(handler), Access.LOCAL, initialize, general)
                .session();
    }

    private static Message.Request initializeRequest(String revision) {
        return new Message.Request(
                RequestId.of(0),
                "initialize",
                json("{'protocolVersion': '" + revision + "', 'capabilities': " + ALL + "}"));
    }

    /** An endpoint whose handler discovers a little and does the rest as told. */
    private static Endpoint endpoint(Handler rest) {
        return new Endpoint(
                "/mcp",
                exchange -> exchange.method().equals(Methods.DISCOVER)
                        ? json(
                                "{'resultType': 'complete', 'instructions': 'Be kind', 'capabilities':"
                                        + " {'tools': {'listChanged': true}, 'completions': {}, 'resources': {'subscribe': true}}}")
                        : rest.handle(exchange));
    }

    private CompletableFuture<Optional<Message.Response>> start(LegacySession session, String method, String params) {
        Message.Request request = new Message.Request(RequestId.of(1), method, json(params));
        return CompletableFuture.supplyAsync(() -> session.answer(request, Access.LOCAL, outlet), THREADS);
    }

    private ObjectNode result(LegacySession session, String method, String params) {
        Message.Response response = session.answer(
                        new Message.Request(RequestId.of(1), method, json(params)), Access.LOCAL, outlet)
                .orElseThrow();
        assertThat(response).isInstanceOf(Message.Result.class);
        return ((Message.Result) response).result();
    }

    private static ObjectNode result(CompletableFuture<Optional<Message.Response>> response) throws Exception {
        return ((Message.Result) response.get(10, TimeUnit.SECONDS).orElseThrow()).result();
    }

    private int error(LegacySession session, String method, String params) {
        Message.Response response = session.answer(
                        new Message.Request(RequestId.of(1), method, json(params)), Access.LOCAL, outlet)
                .orElseThrow();
        assertThat(response).isInstanceOf(Message.Failure.class);
        return ((Message.Failure) response).error().code();
    }

    private static List<String> types(ObjectNode result) {
        return result.path("content")
                .valueStream()
                .map(block -> block.path("type").stringValue())
                .toList();
    }

    private static InputRequest elicitation() {
        return new InputRequest(InputKind.ELICITATION, json("{'message': 'Name?', 'requestedSchema': {}}"));
    }

    private static Message.Notification note(String method, String params) {
        return new Message.Notification(method, json(params));
    }

    private static void awaitCancelled(Exchange exchange) {
        CountDownLatch cancelled = new CountDownLatch(1);
        exchange.cancellation().onCancel(cancelled::countDown);
        await(cancelled);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Exchange next(BlockingQueue<Exchange> exchanges) throws InterruptedException {
        Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }

    private static void awaitTrue(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }
}
