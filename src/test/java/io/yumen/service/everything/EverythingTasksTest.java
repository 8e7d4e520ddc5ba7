package io.yumen.service.everything;

import static io.yumen.service.host.RecordingClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.protocol.InputKind;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class EverythingTasksTest {
    private final ServiceHandler handler =
            ServiceHandler.start(new Everything(), ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    private final Asker asker = new Asker(handler);

    @AfterEach
    void close() {
        handler.close();
    }

    private static RpcError failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RpcException.class, call).error();
    }

    private String start(String tool, String arguments) {
        ObjectNode created = asker.call(tool, arguments);
        assertThat(created.path("resultType").asString()).isEqualTo("task");
        assertThat(created.path("status").asString()).isNotEmpty();
        assertThat(created.has("result") || created.has("inputRequests")).isFalse();
        return created.path("taskId").asString();
    }

    private ObjectNode task(String method, String id) {
        return asker.send(method, "{\"taskId\": \"" + id + "\"}");
    }

    /** The task's details as soon as a listener hears that it has come to that status. */
    private ObjectNode await(String id, String status) {
        Asker listener = new Asker(handler);
        listener.later("subscriptions/listen", "{\"notifications\": {\"taskIds\": [\"" + id + "\"]}}");
        assertThat((JsonNode) listener.client().next().params())
                .isEqualTo(json("{\"notifications\": {\"taskIds\": [\"" + id + "\"]}}"));
        ObjectNode heard = listener.client().next().params();
        while (!heard.path("status").asString().equals(status)) {
            heard = listener.client().next().params();
        }
        listener.cancel();
        assertThat(heard.path("taskId").asString()).isEqualTo(id);
        return task("tasks/get", id);
    }

    private void answer(String id, String key, String name) {
        ObjectNode acknowledged = asker.send("tasks/update", """
                {"taskId": "%s", "inputResponses": {"%s": {"action": "accept", "content": {"name": "%s", "confirm": true}}}}""".formatted(id, key, name));
        assertThat(acknowledged.isEmpty()).isTrue();
    }

    @Test
    void slow_work_becomes_a_task_with_its_result_inside() {
        String id = start("slow_compute", "{\"seconds\": 1, \"label\": \"pi\"}");
        assertThat(task("tasks/get", id).path("status").asString()).isEqualTo("working");
        ObjectNode done = await(id, "completed");
        assertThat(done.path("result").path("content").path(0).path("text").asString())
                .isEqualTo("Computed pi in 1 s");
        assertThat(task("tasks/cancel", id).isEmpty()).isTrue();
        assertThat(task("tasks/get", id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    void quick_work_is_answered_at_once() {
        assertThat(asker.call("slow_compute", "{\"seconds\": 0}")
                        .path("content")
                        .path(0)
                        .path("text")
                        .asString())
                .isEqualTo("Computed work in 0 s");
    }

    @Test
    void a_tool_that_fails_completes_its_task() {
        ObjectNode done = await(start("failing_job", "{}"), "completed");
        assertThat(done.path("result").path("isError").asBoolean()).isTrue();
    }

    @Test
    void an_error_of_the_protocol_fails_the_task() {
        ObjectNode failed = await(start("protocol_error_job", "{}"), "failed");
        assertThat(failed.path("error").path("code").asInt()).isEqualTo(-32603);
        assertThat(failed.has("result")).isFalse();
    }

    @Test
    void a_cancelled_task_stays_cancelled() {
        String id = start("slow_compute", "{\"seconds\": 60}");
        assertThat(task("tasks/cancel", id).isEmpty()).isTrue();
        assertThat(await(id, "cancelled").has("result")).isFalse();
    }

    @Test
    void a_task_asks_and_goes_on_with_the_answer() {
        String id = start("confirm_delete", "{\"filename\": \"a.txt\"}");
        ObjectNode asking = await(id, "input_required");
        String key = asking.path("inputRequests").propertyNames().iterator().next();
        assertThat(asking.path("inputRequests").path(key).path("method").asString())
                .isEqualTo("elicitation/create");
        answer(id, "unknown-key", "x");
        assertThat(task("tasks/get", id).path("status").asString()).isEqualTo("input_required");
        answer(id, key, "x");
        assertThat(await(id, "completed").path("result").toString()).contains("Deleted a.txt");
    }

    @Test
    void what_was_answered_is_not_asked_any_more() {
        String id = start("multi_input", "{}");
        ObjectNode asking = await(id, "input_required");
        while (asking.path("inputRequests").size() < 2) {
            asking = task("tasks/get", id);
        }
        Iterator<String> keys =
                List.copyOf(asking.path("inputRequests").propertyNames()).iterator();
        answer(id, keys.next(), "Al");
        String second = keys.next();
        assertThat(task("tasks/get", id).path("inputRequests").propertyNames()).containsExactly(second);
        answer(id, second, "Bo");
        assertThat(await(id, "completed").path("result").toString())
                .contains("Al")
                .contains("Bo");
    }

    @Test
    void a_question_may_come_before_the_task() {
        assertThat(asker.call("test_tool_with_task", "{}").path("resultType").asString())
                .isEqualTo("input_required");
        ObjectNode created = asker.send("tools/call", """
                {"name": "test_tool_with_task", "arguments": {},
                 "inputResponses": {"user_name": {"action": "accept", "content": {"name": "Alice"}}}}""");
        assertThat(created.path("resultType").asString()).isEqualTo("task");
        assertThat(await(created.path("taskId").asString(), "completed").toString())
                .contains("Hello, Alice!");
    }

    @Test
    void a_client_that_does_not_know_tasks_waits_for_the_answer() {
        asker.declaring("{\"elicitation\": {}}")
                .client()
                .answering(
                        InputKind.ELICITATION,
                        "{\"action\": \"accept\", \"content\": {\"name\": \"Al\", \"confirm\": true}}");
        assertThat(asker.call("slow_compute", "{\"seconds\": 1}").toString()).contains("Computed work in 1 s");
        assertThat(asker.call("confirm_delete", "{\"filename\": \"b\"}").toString())
                .contains("Deleted b");
        assertThat(asker.call("multi_input", "{}").toString()).contains("Received Al Al");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failing_job", "protocol_error_job", "test_tool_with_task"})
    void a_tool_that_must_be_a_task_refuses_who_does_not_know_tasks(String tool) {
        RpcError error = failure(() -> asker.declaring("{}").call(tool, "{}"));
        assertThat(error.code()).isEqualTo(-32021);
        assertThat(error.data())
                .isEqualTo(
                        json("{\"requiredCapabilities\": {\"extensions\": {\"io.modelcontextprotocol/tasks\": {}}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    void tasks_are_for_those_who_declared_them_and_own_them(String method) {
        String id = start("slow_compute", "{\"seconds\": 60}");
        String params = "{\"taskId\": \"" + id + "\", \"inputResponses\": {}}";
        assertThat(failure(() -> new Asker(handler).as("bob").send(method, params))
                        .code())
                .isEqualTo(-32602);
        assertThat(failure(() -> new Asker(handler).declaring("{}").send(method, params))
                        .code())
                .isEqualTo(-32021);
        assertThat(failure(() -> asker.send(method, "{\"taskId\": \"nope\", \"inputResponses\": {}}"))
                        .code())
                .isEqualTo(-32602);
    }

    @Test
    void nobody_hears_of_the_tasks_of_others() {
        String id = start("slow_compute", "{\"seconds\": 60}");
        Asker bob = new Asker(handler).as("bob");
        bob.later("subscriptions/listen", "{\"notifications\": {\"taskIds\": [\"" + id + "\"]}}");
        assertThat(bob.client().next().params().path("notifications").isEmpty()).isTrue();
        task("tasks/cancel", id);
        await(id, "cancelled");
        assertThat(bob.client().heard()).isEmpty();
        bob.cancel();
    }
}
