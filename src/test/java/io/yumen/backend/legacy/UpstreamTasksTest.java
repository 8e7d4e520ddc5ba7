package io.yumen.backend.legacy;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.backend.Background;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.RecordedEvents;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.TestClient;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.ScriptedPeer;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Result;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Tasks of a server of 2025-11-25, as a client of the extension finds them. */
class UpstreamTasksTest {
    private static final String KNOWS_TASKS =
            "{'elicitation': {}, 'extensions': {'io.modelcontextprotocol/tasks': {}}}";
    private static final String CALL = "{'name': 'slow', 'arguments': {'a': 1}}";

    private final ScriptedPeer peer = new ScriptedPeer(LinkLimits.DEFAULT);
    private final ServerTasks tasks = new ServerTasks();
    private Connection connection;

    @BeforeEach
    void open() {
        peer.on(
                Methods.INITIALIZE,
                request -> json("{'protocolVersion': '2025-11-25', 'capabilities':"
                        + " {'tools': {}, 'tasks': {'requests': {'tools': {'call': {}}}}}}"));
        peer.on(
                Methods.TOOLS_LIST,
                request -> json("{'tools': [{'name': 'slow', 'execution': {'taskSupport': 'optional'}}]}"));
        peer.on(Methods.TOOLS_CALL, request -> {
            assertThat(request.params().path("task").path("ttl").isNumber()).isTrue();
            return json("{'task': {'taskId': 't-1', 'status': 'working'}}");
        });
        connection = connect();
    }

    @Test
    void the_extension_is_offered_and_a_call_becomes_a_task_of_it() {
        assertThat(connection
                        .handle(TestClient.plain().exchange(Methods.DISCOVER, "{}"))
                        .path("capabilities")
                        .toString())
                .isEqualTo("{\"tools\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");

        ObjectNode begun = begin();

        assertThat(begun.path("resultType").asString()).isEqualTo("task");
        assertThat(begun.path("status").asString()).isEqualTo("working");
        assertThat(begun.path("ttlMs").isNumber()).isTrue();
        assertThat(begun.path("taskId").asString()).isNotEqualTo("t-1");
        assertThat(peer.request(Methods.TASKS_RESULT).params()).isEqualTo(json("{'taskId': 't-1'}"));
    }

    @Test
    void what_the_server_asks_is_found_in_the_task_and_its_result_is_told_to_who_listens() {
        String id = begin().path("taskId").asString();
        TestClient listener = TestClient.declaring(KNOWS_TASKS);
        Background.of(() ->
                connection.handle(listener.exchange(Methods.LISTEN, "{'notifications': {'taskIds': ['" + id + "']}}")));
        assertThat(listener.told().params()).isEqualTo(json("{'notifications': {'taskIds': ['" + id + "']}}"));
        Request result = peer.request(Methods.TASKS_RESULT);

        peer.say(new Request(
                RequestId.of("q"),
                Methods.ELICITATION,
                json("{'message': 'm', '_meta': {'io.modelcontextprotocol/related-task': {'taskId': 't-1'}}}")));
        ObjectNode asking = awaitStatus(listener, "input_required");
        String key = asking.path("inputRequests").propertyNames().iterator().next();
        assertThat(asking.path("inputRequests")
                        .path(key)
                        .path("params")
                        .path("message")
                        .asString())
                .isEqualTo("m");
        send(
                Methods.TASKS_UPDATE,
                "{'taskId': '" + id + "', 'inputResponses': {'" + key + "': {'action': 'decline'}}}");
        assertThat(((Result) peer.response()).result()).isEqualTo(json("{'action': 'decline'}"));

        peer.say(new Notification(Methods.TASK_STATUS, json("{'taskId': 't-1', 'statusMessage': 'nearly'}")));
        peer.say(new Result(
                result.id(),
                json("{'content': [], '_meta': {'io.modelcontextprotocol/related-task': {'taskId': 't-1'}}}")));
        ObjectNode done = awaitStatus(listener, "completed");
        assertThat(done.path("result")).isEqualTo(json("{'content': []}"));
        assertThat(done.path("statusMessage").asString()).isEqualTo("nearly");
        assertThat(send(Methods.TASKS_GET, "{'taskId': '" + id + "'}")
                        .path("status")
                        .asString())
                .isEqualTo("completed");
    }

    @Test
    void another_connection_to_the_server_knows_the_task_and_another_principal_does_not() {
        String named = "{'taskId': '" + begin().path("taskId").asString() + "'}";
        peer.request(Methods.TASKS_RESULT);
        TestClient other = TestClient.declaring(KNOWS_TASKS).of(new Principal(TenantId.LOCAL, "other"));

        assertThat(tasks.handle(TestClient.declaring(KNOWS_TASKS).exchange(Methods.TASKS_GET, named))
                        .path("status")
                        .asString())
                .isEqualTo("working");
        assertThatThrownBy(() -> connection.handle(other.exchange(Methods.TASKS_CANCEL, named)))
                .hasMessageContaining("Unknown task");

        send(Methods.TASKS_CANCEL, named);
        assertThat(peer.request(Methods.TASKS_CANCEL).params()).isEqualTo(json("{'taskId': 't-1'}"));
        assertThat(send(Methods.TASKS_GET, named).path("status").asString()).isEqualTo("cancelled");
    }

    @Test
    void a_task_of_a_server_that_is_lost_has_failed() {
        String named = "{'taskId': '" + begin().path("taskId").asString() + "'}";
        peer.request(Methods.TASKS_RESULT);

        peer.link().ended("the process exited with code 1");

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        TestClient client = TestClient.declaring(KNOWS_TASKS);
        while (!tasks.handle(client.exchange(Methods.TASKS_GET, named))
                .path("status")
                .asString()
                .equals("failed")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private ObjectNode begin() {
        return send(Methods.TOOLS_CALL, CALL);
    }

    private ObjectNode send(String method, String params) {
        return connection.handle(TestClient.declaring(KNOWS_TASKS).exchange(method, params));
    }

    private static ObjectNode awaitStatus(TestClient listener, String status) {
        ObjectNode told = listener.told().params();
        while (!told.path("status").asString().equals(status)) {
            told = listener.told().params();
        }
        return told;
    }

    private Connection connect() {
        ConnectRequest request = new ConnectRequest(
                new ClientCapabilities(json("{'elicitation': {}}")), ScopeKey.SHARED, new RecordedEvents());
        LegacyHandshake.Terms terms = new LegacyHandshake.Terms(LinkLimits.DEFAULT, tasks);
        return new LegacyHandshake("scripted", terms, revision -> {}).open(peer.link(), request);
    }
}
