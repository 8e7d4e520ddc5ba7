package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Policy.Decision;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.RecordingOutlet;
import io.yumen.session.legacy.LegacyLimits;
import io.yumen.session.legacy.LegacySession;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway holds for legacy clients as tasks, when rules have taken away the tool that brought it. */
class HubHeldTasksTest {
    private static final Access ANN = Access.plain(new Principal(TenantId.LOCAL, "ann"), Access.Proof.NONE);
    private static final Decision TAKEN = new Decision.Denied("rule", "taken away");

    private final AtomicReference<Decision> ofGo = new AtomicReference<>(Decision.ALLOWED);
    private final Policy policy = (caller, subject) -> subject.name().equals("go") ? ofGo.get() : Decision.ALLOWED;
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final ScriptedBackend a = new ScriptedBackend("a")
            .tools("go", "other")
            .extension(Methods.TASKS_EXTENSION)
            .on(Methods.TOOLS_CALL, exchange -> {
                if (exchange.params().path("arguments").path("wait").asBoolean(false)) {
                    await(mayEnd);
                }
                return ScriptedBackend.text("secret");
            });
    private final RecordingOutlet general = new RecordingOutlet();
    private final LegacySessions sessions =
            new LegacySessions(new Identity("yumen", "Yumen", "1"), LegacyLimits.DEFAULT);

    @AfterEach
    void close() {
        mayEnd.countDown();
        sessions.close();
    }

    @Test
    void what_a_task_has_brought_goes_with_the_tool_and_comes_with_it() {
        try (HubCase hub = new HubCase(HubCase.patient(), policy, HubCase.servers(a))) {
            for (Handler way : List.of(
                    hub.hub, hub.hub.server("a").orElseThrow(), hub.hub.view((caller, subject) -> Decision.ALLOWED))) {
                ofGo.set(Decision.ALLOWED);
                LegacySession session = open(way);
                result(session, Methods.TOOLS_LIST, HubCase.params());
                ObjectNode task = begin(session, "go");
                ObjectNode other = begin(session, "other");
                assertThat(brought(session, task)).isEqualTo("secret");

                ofGo.set(TAKEN);
                for (String method : List.of(Methods.TASKS_GET, Methods.TASKS_RESULT)) {
                    Message.Failure refused = failure(session, method, task);
                    assertThat(refused.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
                    assertThat(refused.error().message()).contains("Unknown task");
                }
                ObjectNode list = result(session, Methods.TASKS_LIST, HubCase.params());
                assertThat(list.path("tasks").valueStream().map(one -> one.path("taskId")))
                        .contains(other.path("taskId"))
                        .doesNotContain(task.path("taskId"));
                assertThat(brought(session, other)).isEqualTo("secret");

                ofGo.set(new Decision.Lacking("rule", Set.of("more"), Set.of("more")));
                assertThat(failure(session, Methods.TASKS_RESULT, task).error().code())
                        .isEqualTo(ErrorCode.INSUFFICIENT_SCOPE);
                ofGo.set(new Decision.Held("rule", Decision.Approver.PERSON));
                assertThat(brought(session, task)).as("what began was approved").isEqualTo("secret");
                sessions.end(session);
            }
        }
    }

    @Test
    void a_tool_that_its_server_lists_no_more_is_still_that_tool() {
        try (HubCase hub = new HubCase(HubCase.patient(), policy, HubCase.servers(a))) {
            LegacySession session = open(hub.hub);
            result(session, Methods.TOOLS_LIST, HubCase.params());
            ObjectNode task = begin(session, "go");
            assertThat(brought(session, task)).isEqualTo("secret");
            a.tools("other");
            result(session, Methods.TOOLS_LIST, HubCase.params());
            assertThat(brought(session, task)).isEqualTo("secret");

            hub.hub.apply(List.of());
            assertThat(failure(session, Methods.TASKS_RESULT, task).error().message())
                    .contains("Unknown task");
        }
    }

    @Test
    void nobody_is_told_how_a_task_is_whose_tool_was_taken_away() throws InterruptedException {
        try (HubCase hub = new HubCase(HubCase.patient(), policy, HubCase.servers(a))) {
            LegacySession session = open(hub.hub);
            result(session, Methods.TOOLS_LIST, HubCase.params());
            ObjectNode params = call("go");
            params.putObject("arguments").put("wait", true);
            ObjectNode task = named(result(session, Methods.TOOLS_CALL, params));
            Eventually.holds(() -> a.count(Methods.TOOLS_CALL) == 1);
            ofGo.set(TAKEN);
            // It ends, be it that its client does not hear of that.
            assertThat(result(session, Methods.TASKS_CANCEL, task).path("taskId"))
                    .isEqualTo(task.path("taskId"));
            Eventually.holds(() -> hasEnded(session, task));

            ObjectNode other = begin(session, "other");
            Message.Notification told = general.nextNotification();
            assertThat(told.method()).isEqualTo(Methods.TASK_STATUS);
            assertThat(told.params().path("taskId")).isEqualTo(other.path("taskId"));
        }
    }

    private static boolean hasEnded(LegacySession session, ObjectNode task) {
        return send(session, Methods.TASKS_CANCEL, task) instanceof Message.Failure failure
                && failure.error().message().contains("has ended already");
    }

    private LegacySession open(Handler way) {
        ObjectNode params = HubCase.params().put("protocolVersion", "2025-11-25");
        params.putObject("capabilities");
        return sessions.open(
                        new Endpoint("/mcp", way),
                        ANN,
                        new Message.Request(RequestId.of(0), Methods.INITIALIZE, params),
                        general)
                .session();
    }

    private static ObjectNode call(String tool) {
        ObjectNode params = HubCase.params().put("name", tool);
        params.putObject("task");
        return params;
    }

    private static ObjectNode begin(LegacySession session, String tool) {
        return named(result(session, Methods.TOOLS_CALL, call(tool)));
    }

    private static ObjectNode named(ObjectNode begun) {
        return HubCase.params().put("taskId", begun.path("task").path("taskId").asString());
    }

    private static String brought(LegacySession session, ObjectNode task) {
        return result(session, Methods.TASKS_RESULT, task)
                .path("content")
                .path(0)
                .path("text")
                .asString();
    }

    private static ObjectNode result(LegacySession session, String method, ObjectNode params) {
        Message.Response response = send(session, method, params);
        assertThat(response).as(method).isInstanceOf(Message.Result.class);
        return ((Message.Result) response).result();
    }

    private static Message.Failure failure(LegacySession session, String method, ObjectNode params) {
        Message.Response response = send(session, method, params);
        assertThat(response).as(method).isInstanceOf(Message.Failure.class);
        return (Message.Failure) response;
    }

    private static Message.Response send(LegacySession session, String method, ObjectNode params) {
        return session.answer(
                        new Message.Request(RequestId.of(1), method, params.deepCopy()), ANN, new RecordingOutlet())
                .orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
