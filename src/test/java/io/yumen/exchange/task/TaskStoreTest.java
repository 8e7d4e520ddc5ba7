package io.yumen.exchange.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class TaskStoreTest {
    private static final Principal ANNE = new Principal(TenantId.LOCAL, "anne");
    private static final Principal BOB = new Principal(TenantId.LOCAL, "bob");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T06:00:00Z"));
    private final BlockingQueue<String> statuses = new LinkedBlockingQueue<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final TaskStore store = new TaskStore(
            new TaskLimits(Duration.ofMinutes(1), Duration.ofMillis(500), 2, 3),
            (InstantSource) now::get,
            task -> statuses.add(task.state().status()));

    @AfterEach
    void close() {
        store.close();
        never.countDown();
    }

    private static Exchange request(Principal principal) {
        Caller caller = new Caller(
                Access.plain(principal, Access.Proof.NONE),
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                Results.empty());
        return Exchange.own(Methods.TOOLS_CALL, Results.empty(), caller, new Cancellation());
    }

    private static InputRequest question() {
        return new InputRequest(
                InputKind.ELICITATION, JsonNodeFactory.instance.objectNode().put("message", "Well?"));
    }

    private Handler waiting() {
        return exchange -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            exchange.cancellation().onCancel(cancelled::countDown);
            await(cancelled);
            throw exchange.cancellation().cause();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String nextStatus() throws InterruptedException {
        return statuses.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void work_that_ends_leaves_its_result() throws InterruptedException {
        Task task = store.start(
                request(ANNE), exchange -> JsonNodeFactory.instance.objectNode().put("sum", 3));
        assertThat(nextStatus()).isEqualTo("completed");
        ObjectNode details = store.get(task.id(), ANNE).details();
        assertThat(details.path("result").path("sum").asInt()).isEqualTo(3);
        assertThat(details.path("ttlMs").asLong()).isEqualTo(60_000);
        assertThat(details.path("pollIntervalMs").asLong()).isEqualTo(500);
        assertThat(details.path("createdAt").asString()).isEqualTo("2026-11-21T06:00:00Z");
        assertThat(task.summary().has("result")).isFalse();
    }

    @Test
    void an_error_of_the_protocol_fails_the_task() throws InterruptedException {
        Task task = store.start(request(ANNE), exchange -> {
            throw RpcException.invalidParams("no");
        });
        assertThat(nextStatus()).isEqualTo("failed");
        assertThat(task.details().path("error").path("code").asInt()).isEqualTo(-32602);
    }

    @Test
    void a_bug_fails_the_task_and_keeps_its_words_to_itself() throws InterruptedException {
        Task task = store.start(request(ANNE), exchange -> {
            throw new IllegalStateException("secret");
        });
        assertThat(nextStatus()).isEqualTo("failed");
        assertThat(task.details().toString()).contains("-32603").doesNotContain("secret");
    }

    @Test
    void a_task_is_found_by_its_owner_alone() {
        Task task = store.start(request(ANNE), waiting());
        assertThat(store.find(task.id(), ANNE)).contains(task);
        assertThat(store.find(task.id(), BOB)).isEmpty();
        assertThatThrownBy(() -> store.get(task.id(), BOB)).hasMessage("Unknown task: " + task.id());
    }

    @Test
    void cancelling_reaches_the_work_and_changes_nothing_later() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        Task task = store.start(request(ANNE), exchange -> {
            exchange.cancellation().onCancel(reached::countDown);
            return waiting().handle(exchange);
        });
        task.cancel();
        await(reached);
        task.cancel();
        assertThat(nextStatus()).isEqualTo("cancelled");
        assertThat(task.state()).isEqualTo(new TaskState.Cancelled());
    }

    @Test
    void a_question_waits_until_it_is_answered() throws InterruptedException {
        Task task = store.start(request(ANNE), exchange -> exchange.client().ask(question()));
        assertThat(nextStatus()).isEqualTo("input_required");
        ObjectNode asked = (ObjectNode) task.details().path("inputRequests");
        String key = asked.propertyNames().iterator().next();
        assertThat(asked.path(key).path("method").asString()).isEqualTo("elicitation/create");

        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        answers.putObject("something-else").put("action", "accept");
        task.update(answers);
        assertThat(task.state().status()).isEqualTo("input_required");

        answers.putObject(key).put("action", "accept");
        task.update(answers);
        assertThat(nextStatus()).isIn("working", "completed");
        assertThat(nextStatus()).isEqualTo("completed");
        assertThat(task.details().path("result").path("action").asString()).isEqualTo("accept");
    }

    @Test
    void an_answer_that_is_no_object_is_refused() throws InterruptedException {
        Task task = store.start(request(ANNE), exchange -> exchange.client().ask(question()));
        assertThat(nextStatus()).isEqualTo("input_required");
        ObjectNode answers = JsonNodeFactory.instance.objectNode().put("input-1", 5);
        assertThatThrownBy(() -> task.update(answers)).isInstanceOf(RpcException.class);
    }

    @Test
    void a_question_of_a_cancelled_task_is_not_waited_for() throws InterruptedException {
        Task task = store.start(request(ANNE), exchange -> exchange.client().ask(question()));
        assertThat(nextStatus()).isEqualTo("input_required");
        task.cancel();
        assertThat(nextStatus()).isEqualTo("cancelled");
        assertThat(task.details().has("inputRequests")).isFalse();
    }

    @Test
    void progress_becomes_the_message_of_the_task() throws InterruptedException {
        Task task = store.start(request(ANNE), exchange -> {
            exchange.client()
                    .notify(new Message.Notification(
                            Methods.PROGRESS,
                            JsonNodeFactory.instance.objectNode().put("message", "half")));
            exchange.client().notify(new Message.Notification(Methods.LOG, Results.empty()));
            return waiting().handle(exchange);
        });
        assertThat(nextStatus()).isEqualTo("working");
        assertThat(task.details().path("statusMessage").asString()).isEqualTo("half");
    }

    @Test
    void a_task_is_forgotten_and_given_up_when_its_time_is_over() throws InterruptedException {
        Task task = store.start(request(ANNE), waiting());
        now.updateAndGet(time -> time.plusSeconds(59));
        assertThat(store.find(task.id(), ANNE)).isPresent();
        now.updateAndGet(time -> time.plusSeconds(1));
        assertThat(store.find(task.id(), ANNE)).isEmpty();
        assertThat(nextStatus()).isEqualTo("cancelled");
    }

    @Test
    void one_principal_cannot_take_all_the_room() {
        store.start(request(ANNE), waiting());
        store.start(request(ANNE), waiting());
        assertThatThrownBy(() -> store.start(request(ANNE), waiting())).hasMessageContaining("Too many tasks");
        store.start(request(BOB), waiting());
        assertThatThrownBy(() -> store.start(request(BOB), waiting())).hasMessageContaining("Too many tasks");
    }
}
