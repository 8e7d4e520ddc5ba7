package io.yumen.session.modern;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.ForeignHandles;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.session.Identity;
import io.yumen.session.Peer;
import io.yumen.session.RecordingOutlet;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ModernEdgeTest {
    private static final String ALL = "'elicitation': {'form': {}, 'url': {}}, 'sampling': {}, 'roots': {}";
    private static final ObjectNode ACCEPT = json("{'action': 'accept', 'content': {'name': 'x'}}");

    private final MovableClock clock = new MovableClock();
    private final RecordingOutlet outlet = new RecordingOutlet();
    private final ModernEdge edge = new ModernEdge(
            new Identity("yumen", "Yumen", "1"),
            new ModernEdge.Seals(Sealer.ephemeral(), ForeignHandles.IGNORED, clock),
            EdgeLimits.DEFAULT.withParking(3, 2, Duration.ofSeconds(20)));

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void a_result_gets_its_type_and_the_identity_of_the_gateway() {
        ObjectNode result = result(call(exchange -> json("{'content': []}"), "tools/call", "{'name': 't'}"));

        assertThat(result.path(Results.TYPE).stringValue()).isEqualTo("complete");
        assertThat(result.path("_meta").path(Meta.SERVER_INFO).path("name").stringValue())
                .isEqualTo("yumen");
        assertThat(result.has("ttlMs")).isFalse();
    }

    @Test
    void a_cacheable_result_gets_the_hints_that_it_lacks() {
        ObjectNode lacking = result(call(exchange -> json("{'tools': []}"), "tools/list", "{}"));
        ObjectNode given = result(call(exchange -> json("{'ttlMs': 5, 'cacheScope': 'public'}"), "tools/list", "{}"));

        assertThat(lacking.path("ttlMs").intValue()).isZero();
        assertThat(lacking.path("cacheScope").stringValue()).isEqualTo("private");
        assertThat(given.path("ttlMs").intValue()).isEqualTo(5);
        assertThat(given.path("cacheScope").stringValue()).isEqualTo("public");
    }

    @Test
    void discovery_lists_the_modern_revisions() {
        ObjectNode result = result(call(exchange -> json("{'capabilities': {}}"), "server/discover", "{}"));

        assertThat(result.path("supportedVersions").toString()).isEqualTo("[\"2026-07-28\"]");
    }

    @Test
    void the_keys_of_this_hop_do_not_reach_the_handler() {
        AtomicReference<Exchange> seen = new AtomicReference<>();
        answer(
                exchange -> {
                    seen.set(exchange);
                    return Results.empty();
                },
                envelope("tools/list", "{'_meta': {'progressToken': 7, 'x/y': 1, 'KEYS': 0}}", ALL));

        assertThat(seen.get().params().toString()).isEqualTo("{\"_meta\":{\"progressToken\":7,\"x/y\":1,\"KEYS\":0}}");
        assertThat(seen.get().caller().capabilities().allowsAnyInput()).isTrue();
        assertThat(seen.get().caller().clientInfo().path("name").stringValue()).isEqualTo("c");
    }

    @Test
    void a_removed_method_is_not_found() {
        for (String method : new String[] {"initialize", "ping", "logging/setLevel", "resources/subscribe"}) {
            assertThat(error(call(exchange -> Results.empty(), method, "{}"))).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        }
    }

    @Test
    void a_resource_that_is_not_found_is_told_as_this_era_does() {
        Message.Failure failure = (Message.Failure) call(
                exchange -> {
                    throw new RpcException(ErrorCode.RESOURCE_NOT_FOUND, "No such resource");
                },
                "resources/read",
                "{'uri': 'a:b'}");

        assertThat(failure.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(String.valueOf(failure.error().data())).isEqualTo("{\"uri\":\"a:b\"}");
    }

    @Test
    void an_envelope_without_its_required_keys_is_refused() {
        assertThatThrownBy(() -> Envelope.open(request("tools/list", json("{}"))))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS));
        assertThatThrownBy(() -> Envelope.open(
                        request("tools/list", json("{'_meta': {'" + Meta.PROTOCOL_VERSION + "': '2026-07-28'}}"))))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS));
    }

    @Test
    void an_unknown_revision_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> Envelope.open(request(
                        "tools/list",
                        json("{'_meta': {'" + Meta.PROTOCOL_VERSION + "': '2030-01-01', '" + Meta.CLIENT_CAPABILITIES
                                + "': {}}}"))))
                .isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.error().code()).isEqualTo(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION);
                    assertThat(String.valueOf(e.error().data()))
                            .contains("\"supported\":[\"2026-07-28\"")
                            .contains("\"requested\":\"2030-01-01\"");
                });
    }

    @Test
    void progress_goes_to_the_client_that_gave_the_token_only() {
        Handler handler = exchange -> {
            exchange.client().notify(note(Methods.PROGRESS, "{'progressToken': 'p', 'progress': 1}"));
            exchange.client().notify(note(Methods.PROGRESS, "{'progressToken': 'other', 'progress': 2}"));
            exchange.client().notify(note(Methods.TOOLS_CHANGED, "{}"));
            return Results.empty();
        };
        answer(handler, envelope("tools/call", "{'_meta': {'progressToken': 'p'}}", ""));
        answer(handler, envelope("tools/call", "{}", ""));

        assertThat(outlet.all()).hasSize(1);
    }

    @Test
    void log_messages_are_sent_only_where_they_were_asked_for_and_severe_enough() {
        Handler handler = exchange -> {
            exchange.client().notify(note(Methods.LOG, "{'level': 'info', 'data': 1}"));
            exchange.client().notify(note(Methods.LOG, "{'level': 'error', 'data': 2}"));
            return Results.empty();
        };
        answer(handler, envelope("tools/call", "{}", ""));
        assertThat(outlet.all()).isEmpty();

        answer(handler, envelope("tools/call", "{'_meta': {'" + Meta.LOG_LEVEL + "': 'warning'}}", ""));
        assertThat(outlet.all()).hasSize(1);
    }

    @Test
    void a_bug_is_reported_without_its_trace() {
        Message.Failure failure = (Message.Failure) call(
                exchange -> {
                    throw new IllegalStateException("secret detail");
                },
                "tools/list",
                "{}");

        assertThat(failure.error().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(failure.error().message()).contains("log id").doesNotContain("secret");
    }

    @Test
    void a_question_parks_the_call_and_the_retry_goes_on_with_it() throws Exception {
        Handler handler = exchange -> {
            exchange.client().notify(note(Methods.PROGRESS, "{'progressToken': 'a', 'progress': 1}"));
            ObjectNode answer = exchange.client().ask(elicitation());
            exchange.client().notify(note(Methods.PROGRESS, "{'progressToken': 'a', 'progress': 2}"));
            return json("{'got': 1}").set("answer", answer);
        };
        ObjectNode asked =
                result(answer(handler, envelope("tools/call", "{'name': 't', '_meta': {'progressToken': 'a'}}", ALL)));
        assertThat(asked.path(Results.TYPE).stringValue()).isEqualTo(Results.INPUT_REQUIRED);
        assertThat(asked.has("ttlMs")).isFalse();
        assertThat(asked.path(Results.INPUT_REQUESTS).propertyNames()).containsExactly("elicitation-1");
        assertThat(edge.parkedCalls()).isEqualTo(1);
        assertThat(outlet.all()).hasSize(1);

        RecordingOutlet second = new RecordingOutlet();
        Envelope retry = retry("{'name': 't', '_meta': {'progressToken': 'b'}}", asked, ACCEPT);
        ObjectNode done = result(edge.answer(endpoint(handler), local(), retry, second, new Cancellation()));

        assertThat(done.path("answer")).isEqualTo(ACCEPT);
        assertThat(done.path(Results.TYPE).stringValue()).isEqualTo("complete");
        assertThat(second.nextNotification().params().path("progressToken").stringValue())
                .isEqualTo("b");
        assertThat(outlet.all()).hasSize(1);
        awaitNoneParked();
    }

    @Test
    void questions_that_are_asked_at_once_travel_together_and_those_without_answer_are_asked_again() {
        Handler handler = exchange -> {
            BlockingQueue<ObjectNode> answers = new ArrayBlockingQueue<>(2);
            CountDownLatch begun = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                Thread.startVirtualThread(() -> {
                    begun.countDown();
                    answers.add(exchange.client().ask(elicitation()));
                });
            }
            await(begun);
            take(answers);
            take(answers);
            return json("{'both': true}");
        };
        ObjectNode asked = result(answer(handler, envelope("tools/call", "{}", ALL)));
        while (asked.path(Results.INPUT_REQUESTS).size() < 2) {
            asked = result(answer(handler, retry("{}", asked, json("{}"))));
        }

        ObjectNode again = result(answer(handler, retryWith("{}", asked, "elicitation-2")));
        assertThat(again.path(Results.TYPE).stringValue()).isEqualTo(Results.INPUT_REQUIRED);
        assertThat(again.path(Results.INPUT_REQUESTS).propertyNames()).containsExactly("elicitation-1");

        ObjectNode done = result(answer(handler, retryWith("{}", again, "elicitation-1", "surplus")));
        assertThat(done.path("both").booleanValue()).isTrue();
    }

    @Test
    void a_request_state_is_refused_when_it_is_changed_used_twice_or_of_another() throws Exception {
        Handler handler = exchange -> json("{}").set("answer", exchange.client().ask(elicitation()));
        ObjectNode asked = result(answer(handler, envelope("tools/call", "{'name': 't'}", ALL)));

        ObjectNode tampered = asked.deepCopy();
        tampered.put(
                Results.REQUEST_STATE, "A" + asked.path(Results.REQUEST_STATE).stringValue());
        assertThat(error(answer(handler, retry("{'name': 't'}", tampered, ACCEPT))))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(error(answer(handler, retry("{'name': 'u'}", asked, ACCEPT))))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        Peer other = Peer.stateless(Access.plain(new Principal(TenantId.LOCAL, "mallory"), Access.Proof.NONE));
        assertThat(error(edge.answer(
                        endpoint(handler), other, retry("{'name': 't'}", asked, ACCEPT), outlet, new Cancellation())))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(error(answer(handler, retry("{'name': 't'}", asked, json("{'action': 'maybe'}")))))
                .isEqualTo(ErrorCode.INVALID_PARAMS);

        assertThat(result(answer(handler, retry("{'name': 't'}", asked, ACCEPT)))
                        .path("answer"))
                .isEqualTo(ACCEPT);
        awaitNoneParked();
        assertThat(error(answer(handler, retry("{'name': 't'}", asked, ACCEPT))))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void a_request_state_expires() {
        Handler handler = exchange -> json("{}").set("answer", exchange.client().ask(elicitation()));
        ObjectNode asked = result(answer(handler, envelope("tools/call", "{}", ALL)));
        clock.advance(Duration.ofSeconds(21));

        assertThat(error(answer(handler, retry("{}", asked, ACCEPT)))).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void a_client_is_not_asked_what_it_did_not_declare() {
        Handler handler = exchange -> json("{}").set("answer", exchange.client().ask(elicitation()));

        Message.Failure nothing = (Message.Failure) answer(handler, envelope("tools/call", "{}", ""));
        Message.Failure rootsOnly = (Message.Failure) answer(handler, envelope("tools/call", "{}", "'roots': {}"));

        assertThat(nothing.error().code()).isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
        assertThat(rootsOnly.error().code()).isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
        assertThat(String.valueOf(rootsOnly.error().data()))
                .isEqualTo("{\"requiredCapabilities\":{\"elicitation\":{}}}");
    }

    @Test
    void parked_calls_are_limited_for_one_principal_and_in_all() {
        Handler handler = exchange -> json("{}").set("answer", exchange.client().ask(elicitation()));
        answer(handler, envelope("tools/call", "{}", ALL));
        answer(handler, envelope("tools/call", "{}", ALL));

        assertThat(error(answer(handler, envelope("tools/call", "{}", ALL)))).isEqualTo(ErrorCode.UNAVAILABLE);
        Peer other = Peer.stateless(Access.plain(new Principal(TenantId.LOCAL, "other"), Access.Proof.NONE));
        Envelope envelope = envelope("tools/call", "{}", ALL);
        assertThat(result(edge.answer(endpoint(handler), other, envelope, outlet, new Cancellation()))
                        .has(Results.REQUEST_STATE))
                .isTrue();
    }

    @Test
    void a_parked_call_is_given_up_when_its_time_is_over() throws Exception {
        try (ModernEdge quick = new ModernEdge(
                new Identity("yumen", "Yumen", "1"),
                Sealer.ephemeral(),
                EdgeLimits.DEFAULT.withParking(3, 2, Duration.ofMillis(30)))) {
            CompletableFuture<Integer> code = new CompletableFuture<>();
            Handler handler = exchange -> {
                try {
                    return exchange.client().ask(elicitation());
                } catch (RpcException e) {
                    code.complete(e.error().code());
                    throw e;
                }
            };
            quick.answer(endpoint(handler), local(), envelope("tools/call", "{}", ALL), outlet, new Cancellation());

            assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(ErrorCode.TIMEOUT);
            await(() -> quick.parkedCalls() == 0);
        }
    }

    @Test
    void more_requests_of_one_principal_than_may_be_under_way_are_refused() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Handler slow = exchange -> {
            entered.countDown();
            await(leave);
            return json("{'content': []}");
        };
        try (ModernEdge narrow = new ModernEdge(
                new Identity("yumen", "Yumen", "1"), Sealer.ephemeral(), EdgeLimits.DEFAULT.withRequests(5, 1))) {
            CompletableFuture<Message.Response> first = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> first.complete(narrow.answer(
                            endpoint(slow), local(), envelope("tools/call", "{}", ""), outlet, new Cancellation())));
            await(entered);

            Message.Response second = narrow.answer(
                    endpoint(slow), local(), envelope("tools/call", "{}", ""), outlet, new Cancellation());
            leave.countDown();

            assertThat(error(second)).isEqualTo(ErrorCode.UNAVAILABLE);
            result(first.get(10, TimeUnit.SECONDS));
            result(narrow.answer(
                    endpoint(slow), local(), envelope("tools/call", "{}", ""), outlet, new Cancellation()));
        }
    }

    @Test
    void the_state_of_a_handler_that_asks_by_itself_comes_back_exactly() {
        AtomicInteger round = new AtomicInteger();
        AtomicReference<ObjectNode> seen = new AtomicReference<>();
        Handler handler = exchange -> {
            seen.set(exchange.params());
            return round.getAndIncrement() == 0
                    ? json("{'resultType': 'input_required', 'requestState': 'of the server', 'ttlMs': 3,"
                            + " 'inputRequests': {'k': {'method': 'elicitation/create', 'params': {}}}}")
                    : json("{'done': true}");
        };
        ObjectNode asked = result(answer(handler, envelope("tools/call", "{'name': 't'}", ALL)));
        assertThat(asked.path(Results.REQUEST_STATE).stringValue()).doesNotContain("of the server");
        assertThat(asked.has("ttlMs")).isFalse();

        ObjectNode done = result(answer(handler, retryWith("{'name': 't'}", asked, "k")));
        assertThat(done.path("done").booleanValue()).isTrue();
        assertThat(seen.get().path(Results.REQUEST_STATE).stringValue()).isEqualTo("of the server");
        assertThat(seen.get().path(Results.INPUT_RESPONSES).path("k")).isEqualTo(ACCEPT);
    }

    @Test
    void a_handler_may_not_ask_by_itself_what_the_client_did_not_declare_or_where_nobody_may() {
        Handler handler = exchange -> json("{'resultType': 'input_required', 'requestState': 's',"
                + " 'inputRequests': {'k': {'method': 'sampling/createMessage', 'params': {}}}}");

        assertThat(error(answer(handler, envelope("tools/call", "{}", "'elicitation': {}"))))
                .isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
        assertThat(error(answer(handler, envelope("tools/list", "{}", ALL)))).isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    @Test
    void a_call_that_nobody_waits_for_is_cancelled_and_sends_nothing_more() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Handler handler = exchange -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            exchange.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            await(cancelled);
            exchange.client().notify(note(Methods.PROGRESS, "{'progressToken': 1, 'progress': 1}"));
            ended.countDown();
            throw exchange.cancellation().cause();
        };
        for (String capabilities : new String[] {ALL, ""}) {
            Cancellation cancellation = new Cancellation();
            Envelope envelope = envelope("tools/call", "{'_meta': {'progressToken': 1}}", capabilities);
            CompletableFuture<Message.Response> response = CompletableFuture.supplyAsync(
                    () -> edge.answer(endpoint(handler), local(), envelope, outlet, cancellation));
            begun.await();
            cancellation.cancel();
            assertThat(error(response.get(10, TimeUnit.SECONDS))).isEqualTo(ErrorCode.CANCELLED);
        }
        ended.await();
        assertThat(outlet.all()).isEmpty();
    }

    @Test
    void a_subscription_is_acknowledged_first_filtered_stamped_and_ends_with_its_id() throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        Handler handler = exchange -> {
            exchange.client().notify(note(Methods.TOOLS_CHANGED, "{}"));
            exchange.client().notify(note(Methods.ACKNOWLEDGED, "{'notifications': {'toolsListChanged': true}}"));
            exchange.client().notify(note(Methods.PROMPTS_CHANGED, "{}"));
            exchange.client().notify(note(Methods.TOOLS_CHANGED, "{}"));
            CountDownLatch cancelled = new CountDownLatch(1);
            exchange.cancellation().onCancel(cancelled::countDown);
            listening.countDown();
            await(cancelled);
            throw exchange.cancellation().cause();
        };
        Envelope envelope = envelope("subscriptions/listen", "{'notifications': {'toolsListChanged': true}}", "");
        CompletableFuture<Message.Response> response = CompletableFuture.supplyAsync(
                () -> edge.answer(endpoint(handler), local(), envelope, outlet, new Cancellation()));
        listening.await();
        edge.drain();

        ObjectNode result = result(response.get(10, TimeUnit.SECONDS));
        assertThat(result.path("_meta").path(Meta.SUBSCRIPTION_ID).intValue()).isEqualTo(1);
        assertThat(result.path(Results.TYPE).stringValue()).isEqualTo("complete");
        Message.Notification first = outlet.nextNotification();
        Message.Notification second = outlet.nextNotification();
        assertThat(first.method()).isEqualTo(Methods.ACKNOWLEDGED);
        assertThat(second.method()).isEqualTo(Methods.TOOLS_CHANGED);
        assertThat(second.params().path("_meta").path(Meta.SUBSCRIPTION_ID).intValue())
                .isEqualTo(1);
        assertThat(outlet.all()).isEmpty();
        assertThat(error(answer(handler, envelope("subscriptions/listen", "{'notifications': {}}", ""))))
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }

    private Message.Response call(Handler handler, String method, String params) {
        return answer(handler, envelope(method, params, ""));
    }

    private Message.Response answer(Handler handler, Envelope envelope) {
        return edge.answer(endpoint(handler), local(), envelope, outlet, new Cancellation());
    }

    private static Envelope retry(String params, ObjectNode asked, ObjectNode answer) {
        ObjectNode tree = json(params);
        tree.putObject(Results.INPUT_RESPONSES).set("elicitation-1", answer);
        if (answer.isEmpty()) {
            tree.remove(Results.INPUT_RESPONSES);
        }
        tree.set(Results.REQUEST_STATE, asked.path(Results.REQUEST_STATE));
        return envelope("tools/call", tree, ALL);
    }

    private static Envelope retryWith(String params, ObjectNode asked, String... keys) {
        ObjectNode tree = json(params);
        ObjectNode answers = tree.putObject(Results.INPUT_RESPONSES);
        for (String key : keys) {
            answers.set(key, ACCEPT);
        }
        tree.set(Results.REQUEST_STATE, asked.path(Results.REQUEST_STATE));
        return envelope("tools/call", tree, ALL);
    }

    private static Envelope envelope(String method, String params, String capabilities) {
        return envelope(method, json(params), capabilities);
    }

    private static Envelope envelope(String method, ObjectNode params, String capabilities) {
        Meta.of(params).put(Meta.PROTOCOL_VERSION, "2026-07-28");
        Meta.of(params).set(Meta.CLIENT_CAPABILITIES, json("{" + capabilities + "}"));
        Meta.of(params).set(Meta.CLIENT_INFO, json("{'name': 'c', 'version': '1'}"));
        return Envelope.open(request(method, params));
    }

    private static Message.Request request(String method, ObjectNode params) {
        return new Message.Request(RequestId.of(1), method, params);
    }

    private static Endpoint endpoint(Handler handler) {
        return new Endpoint("/mcp", handler);
    }

    private static Peer local() {
        return Peer.stateless(Access.LOCAL);
    }

    private static InputRequest elicitation() {
        return new InputRequest(InputKind.ELICITATION, json("{'message': 'Name?', 'requestedSchema': {}}"));
    }

    private static Message.Notification note(String method, String params) {
        return new Message.Notification(method, json(params));
    }

    private static ObjectNode result(Message.Response response) {
        assertThat(response).isInstanceOf(Message.Result.class);
        return ((Message.Result) response).result();
    }

    private static int error(Message.Response response) {
        assertThat(response).isInstanceOf(Message.Failure.class);
        return ((Message.Failure) response).error().code();
    }

    private void awaitNoneParked() throws InterruptedException {
        await(() -> edge.parkedCalls() == 0);
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode take(BlockingQueue<ObjectNode> answers) {
        try {
            return answers.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A clock that a test moves. */
    private static final class MovableClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T00:00:00Z"));

        void advance(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
