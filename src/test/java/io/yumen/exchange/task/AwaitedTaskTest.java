package io.yumen.exchange.task;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.backend.TestClient;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class AwaitedTaskTest {
    private final Deque<ObjectNode> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"working", "completed", "input_required"})
    void what_came_of_a_task_is_asked_for_however_it_stood_when_it_was_begun(String status) {
        answers.add(json("{'taskId': 't', 'status': 'completed', 'result': {'content': []}}"));

        assertThat(await(status)).isEqualTo(json("{'content': []}"));
        assertThat(asked).containsExactly(Methods.TASKS_GET);
    }

    @Test
    void a_task_that_has_failed_at_once_tells_why() {
        answers.add(json("{'taskId': 't', 'status': 'failed', 'error': {'code': -32000, 'message': 'no paper'}}"));

        assertThatThrownBy(() -> await("failed"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("no paper");
    }

    private ObjectNode await(String status) {
        Exchange exchange = TestClient.plain().exchange(Methods.TOOLS_CALL, "{'name': 'print'}");
        ObjectNode created = json("{'resultType': 'task', 'taskId': 't', 'pollIntervalMs': 1}")
                .put("status", status);
        return AwaitedTask.await(
                sent -> {
                    asked.add(sent.method());
                    return answers.remove();
                },
                exchange,
                created);
    }
}
