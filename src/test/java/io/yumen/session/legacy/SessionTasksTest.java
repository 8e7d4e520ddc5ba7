package io.yumen.session.legacy;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Tasks of 2025-11-25 before handlers that know the extension, or none at all. */
class SessionTasksTest {
    private static final String AS_TASK = "{'name': 't', 'task': {'ttl': 1000}}";
    private static final String TASKS = "'extensions': {'io.modelcontextprotocol/tasks': {}}";
    private static final Principal OTHER = new Principal(TenantId.LOCAL, "other");

    private final RecordingOutlet general = new RecordingOutlet();
    private final RecordingOutlet outlet = new RecordingOutlet();
    private final LegacySessions sessions =
            new LegacySessions(new Identity("yumen", "Yumen", "1"), LegacyLimits.DEFAULT);

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void tasks_are_offered_to_the_revision_that_has_them_where_a_server_knows_any() {
        assertThat(initialize("2025-11-25", TASKS).path("tasks").toString())
                .isEqualTo("{\"list\":{},\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}");
        assertThat(initialize("2025-11-25", "").has("tasks")).isFalse();
        assertThat(initialize("2025-06-18", TASKS).has("tasks")).isFalse();

        Handler lists = exchange -> json("{'tools': [{'name': 'a'}]}");
        assertThat(result(open(Principal.LOCAL, lists), "tools/list", "{}").toString())
                .isEqualTo("{\"tools\":[{\"name\":\"a\",\"execution\":{\"taskSupport\":\"optional\"}}]}");
    }

    @Test
    void any_call_can_be_a_task_and_its_result_names_it() {
        LegacySession session = open(Principal.LOCAL, exchange -> {
            assertThat(exchange.params().has("task")).isFalse();
            assertThat(exchange.caller().capabilities().hasExtension(Methods.TASKS_EXTENSION))
                    .isTrue();
            return json("{'resultType': 'complete', 'content': [], '_meta': {'a/b': 1}}");
        });
        String id = begin(session);

        assertThat(result(session, "tasks/result", named(id)).toString())
                .isEqualTo("{\"content\":[],\"_meta\":{\"a/b\":1,"
                        + "\"io.modelcontextprotocol/related-task\":{\"taskId\":\"" + id + "\"}}}");
        ObjectNode done = result(session, "tasks/get", named(id));
        assertThat(done.path("status").stringValue()).isEqualTo("completed");
        assertThat(done.path("ttl").isNumber()).isTrue();
        assertThat(done.path("pollInterval").isNumber()).isTrue();
        assertThat(done.has("ttlMs")).isFalse();
        assertThat(error(session, "tasks/cancel", named(id))).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void a_task_that_the_server_makes_of_the_call_is_followed_to_its_end() throws Exception {
        List<String> sent = new ArrayList<>();
        LegacySession session = open(Principal.LOCAL, exchange -> {
            sent.add(exchange.method() + exchange.params().path("inputResponses"));
            return switch (sent.size()) {
                case 1 -> json("{'resultType': 'task', 'taskId': 'up', 'status': 'working', 'pollIntervalMs': 1}");
                case 2 ->
                    json("{'taskId': 'up', 'status': 'input_required', 'pollIntervalMs': 1, 'inputRequests':"
                            + " {'q': {'method': 'elicitation/create', 'params': {'message': 'm'}}}}");
                case 3 -> json("{}");
                default -> json("{'taskId': 'up', 'status': 'completed', 'result': {'content': []}}");
            };
        });
        String id = begin(session);
        CompletableFuture<ObjectNode> result = CompletableFuture.supplyAsync(
                () -> result(session, "tasks/result", named(id)), Thread::startVirtualThread);

        Message.Request question = outlet.nextRequest();
        assertThat(question.params()
                        .path("_meta")
                        .path(Meta.RELATED_TASK)
                        .path("taskId")
                        .stringValue())
                .isEqualTo(id);
        session.take(new Message.Result(question.id(), json("{'action': 'decline'}")));

        assertThat(result.get(10, TimeUnit.SECONDS).has("content")).isTrue();
        assertThat(sent)
                .startsWith("tools/call", "tasks/get", "tasks/update{\"q\":{\"action\":\"decline\"}}", "tasks/get");
    }

    @Test
    void what_a_task_asks_waits_until_its_client_wants_the_result() throws Exception {
        LegacySession session = open(Principal.LOCAL, exchange -> {
            ObjectNode answer = exchange.client()
                    .ask(new InputRequest(InputKind.ELICITATION, json("{'message': 'm', 'requestedSchema': {}}")));
            return json("{'content': []}").put("action", answer.path("action").stringValue());
        });
        String id = begin(session);
        await(session, id, "input_required");
        Message.Notification told = general.nextNotification();
        assertThat(told.method()).isEqualTo(Methods.TASK_STATUS);
        assertThat(told.params().path("taskId").stringValue()).isEqualTo(id);

        assertThat(outlet.all()).isEmpty();
        CompletableFuture<ObjectNode> result = CompletableFuture.supplyAsync(
                () -> result(session, "tasks/result", named(id)), Thread::startVirtualThread);
        answer(session);
        assertThat(result.join().path("action").stringValue()).isEqualTo("accept");
    }

    @Test
    void a_tool_that_failed_is_a_task_that_failed_and_an_error_comes_back_as_one() {
        LegacySession failing = open(Principal.LOCAL, exchange -> json("{'content': [], 'isError': true}"));
        String failed = begin(failing);
        assertThat(result(failing, "tasks/result", named(failed))
                        .path("isError")
                        .booleanValue())
                .isTrue();
        await(failing, failed, "failed");

        LegacySession breaking = open(Principal.LOCAL, exchange -> {
            throw new RpcException(new RpcError(-31_999, "broken"));
        });
        String broken = begin(breaking);
        await(breaking, broken, "failed");
        assertThat(error(breaking, "tasks/result", named(broken))).isEqualTo(-31_999);
    }

    @Test
    void a_task_is_its_principals_alone() {
        LegacySession mine = open(Principal.LOCAL, SessionTasksTest::hang);
        LegacySession theirs = open(OTHER, SessionTasksTest::hang);
        String id = begin(mine);

        for (String method : List.of("tasks/get", "tasks/result", "tasks/cancel")) {
            assertThat(error(theirs, method, named(id))).isEqualTo(ErrorCode.INVALID_PARAMS);
        }
        assertThat(result(theirs, "tasks/list", "{}").path("tasks")).isEmpty();
        assertThat(result(mine, "tasks/list", "{}").path("tasks")).hasSize(1);
        assertThat(result(mine, "tasks/cancel", named(id)).path("status").stringValue())
                .isEqualTo("cancelled");
    }

    @Test
    void a_task_ends_with_its_session_and_is_cancelled_at_the_server() throws Exception {
        BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
        LegacySession session = open(Principal.LOCAL, exchange -> {
            if (exchange.method().equals(Methods.TASKS_CANCEL)) {
                cancelled.add(exchange.params().path("taskId").stringValue());
            }
            return json("{'resultType': 'task', 'taskId': 'up', 'status': 'working', 'pollIntervalMs': 5000}");
        });
        begin(session);

        sessions.end(session);

        assertThat(cancelled.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
    }

    @Test
    void a_tool_that_cannot_do_without_tasks_is_waited_for() {
        LegacySession session = open(Principal.LOCAL, exchange -> {
            if (!exchange.caller().capabilities().hasExtension(Methods.TASKS_EXTENSION)) {
                throw RpcException.missingExtension(Methods.TASKS_EXTENSION);
            }
            return exchange.method().equals(Methods.TASKS_GET)
                    ? json("{'status': 'completed', 'result': {'content': []}}")
                    : json("{'resultType': 'task', 'taskId': 'up', 'status': 'working', 'pollIntervalMs': 1}");
        });

        assertThat(result(session, "tools/call", "{'name': 't'}").toString()).isEqualTo("{\"content\":[]}");
    }

    @Test
    void a_server_that_wants_tasks_and_does_not_know_them_is_asked_twice_at_most() {
        AtomicInteger asked = new AtomicInteger();
        LegacySession session = open(Principal.LOCAL, exchange -> {
            asked.incrementAndGet();
            throw RpcException.missingExtension(Methods.TASKS_EXTENSION);
        });

        assertThat(error(session, "tools/call", "{'name': 't'}")).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(asked).hasValue(2);
    }

    private static ObjectNode hang(Exchange exchange) {
        CountDownLatch cancelled = new CountDownLatch(1);
        exchange.cancellation().onCancel(cancelled::countDown);
        try {
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw exchange.cancellation().cause();
    }

    private void answer(LegacySession session) {
        try {
            session.take(new Message.Result(outlet.nextRequest().id(), json("{'action': 'accept'}")));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void await(LegacySession session, String id, String status) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!result(session, "tasks/get", named(id))
                .path("status")
                .stringValue()
                .equals(status)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private String begin(LegacySession session) {
        return result(session, "tools/call", AS_TASK)
                .path("task")
                .path("taskId")
                .stringValue();
    }

    private static String named(String id) {
        return "{'taskId': '" + id + "'}";
    }

    private ObjectNode initialize(String revision, String extensions) {
        Endpoint endpoint = new Endpoint("/mcp", exchange -> json("{'capabilities': {" + extensions + "}}"));
        Message.Result response =
                (Message.Result) sessions.open(endpoint, Access.LOCAL, initializeRequest(revision), general)
                        .response();
        return (ObjectNode) response.result().path("capabilities");
    }

    private LegacySession open(Principal principal, Handler handler) {
        Endpoint endpoint = new Endpoint(
                "/mcp",
                exchange -> exchange.method().equals(Methods.DISCOVER)
                        ? json("{'capabilities': {'tools': {}, " + TASKS + "}}")
                        : handler.handle(exchange));
        return sessions.open(
                        endpoint, Access.plain(principal, Access.Proof.NONE), initializeRequest("2025-11-25"), general)
                .session();
    }

    private static Message.Request initializeRequest(String revision) {
        return new Message.Request(
                RequestId.of(0),
                "initialize",
                json("{'protocolVersion': '" + revision + "', 'capabilities': {'elicitation': {}}}"));
    }

    private ObjectNode result(LegacySession session, String method, String params) {
        Message.Response response = answer(session, method, params);
        assertThat(response).isInstanceOf(Message.Result.class);
        return ((Message.Result) response).result();
    }

    private int error(LegacySession session, String method, String params) {
        Message.Response response = answer(session, method, params);
        assertThat(response).isInstanceOf(Message.Failure.class);
        return ((Message.Failure) response).error().code();
    }

    private Message.Response answer(LegacySession session, String method, String params) {
        return session.answer(
                        new Message.Request(RequestId.of(method), method, json(params)),
                        Access.plain(session.principal(), Access.Proof.NONE),
                        outlet)
                .orElseThrow();
    }
}
