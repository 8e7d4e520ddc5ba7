package io.yumen.auth.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.auth.approval.Approval.Verdict;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.store.Space;
import io.yumen.store.StoreLimits;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls that wait for a person: what lets them go on, and for whom. */
@Timeout(30)
class ApprovalsTest {
    private static final Principal ANN = new Principal(new TenantId("acme"), "ann");
    private static final Principal BOB = new Principal(new TenantId("acme"), "bob");
    private static final ApprovalLimits LIMITS =
            new ApprovalLimits(Duration.ofSeconds(25), Duration.ofMinutes(1), 4, 3, 2, 100);
    private static final ApprovalLimits IMPATIENT =
            new ApprovalLimits(Duration.ofMillis(50), Duration.ofMinutes(1), 4, 3, 2, 100);

    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, InstantSource.system());
    private final Sealer sealer = Sealer.ephemeral();
    private final Approvals approvals = new Approvals(store.values(), sealer, InstantSource.system());
    private final Cancellation cancellation = new Cancellation();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        cancellation.cancel();
        threads.shutdown();
        store.close();
    }

    @Test
    void a_call_waits_until_it_is_approved_and_the_next_one_waits_again() throws Exception {
        Future<Decision> call = calling(ANN, 1);
        Approval waiting = awaitOne();
        assertThat(waiting.call().arguments().path("sum").asInt()).isEqualTo(1);

        approvals.decide(waiting.id(), Verdict.APPROVED, "boss", LIMITS);

        assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(new Decision.Allowed("big"));
        assertThat(approvals.list()).isEmpty();
        assertThat(settle(ANN, 1, IMPATIENT)).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void a_refusal_counts_for_the_same_call_again_and_for_no_other() throws Exception {
        Future<Decision> call = calling(ANN, 1);
        approvals.decide(awaitOne().id(), Verdict.DENIED, "boss", LIMITS);

        Decision denied = new Decision.Denied("big", "It was denied by boss");
        assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(denied);
        assertThat(settle(ANN, 1, LIMITS)).isEqualTo(denied);
        assertThat(settle(ANN, 2, IMPATIENT)).isNotEqualTo(denied);
        assertThat(settle(BOB, 1, IMPATIENT)).isNotEqualTo(denied);
    }

    @Test
    void what_is_approved_for_one_is_not_approved_for_another_tenant_principal_or_argument() throws Exception {
        Cancellation gone = new Cancellation();
        Future<Decision> call = threads.submit(() -> approvals.settle(exchange(ANN, gone), use(1), "big", LIMITS));
        String id = awaitOne().id();
        gone.cancel();
        assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(RpcException.class);
        approvals.decide(id, Verdict.APPROVED, "boss", LIMITS);

        assertThat(settle(BOB, 1, IMPATIENT)).isInstanceOf(Decision.Denied.class);
        assertThat(settle(new Principal(TenantId.LOCAL, "ann"), 1, IMPATIENT)).isInstanceOf(Decision.Denied.class);
        assertThat(settle(ANN, 11, IMPATIENT)).isInstanceOf(Decision.Denied.class);
        // The client had gone; the same call has its approval, once, and also after a start.
        assertThat(new Approvals(store.values(), sealer, InstantSource.system())
                        .settle(exchange(ANN, new Cancellation()), use(1), "big", LIMITS))
                .isEqualTo(new Decision.Allowed("big"));
    }

    @Test
    void two_of_the_same_call_share_one_question_and_one_approval_lets_one_of_them_go_on() throws Exception {
        Future<Decision> first = calling(ANN, 1);
        Future<Decision> second = calling(ANN, 1);
        approvals.decide(awaitOne().id(), Verdict.APPROVED, "boss", LIMITS);
        while (!first.isDone() && !second.isDone()) {
            Thread.onSpinWait();
        }
        approvals.decide(awaitOne().id(), Verdict.DENIED, "boss", LIMITS);

        assertThat(List.of(first.get(), second.get()))
                .containsExactlyInAnyOrder(
                        new Decision.Allowed("big"), new Decision.Denied("big", "It was denied by boss"));
    }

    @Test
    void nobody_waits_longer_than_the_limit_or_for_what_nobody_can_read_or_with_too_many() throws Exception {
        assertThat(settle(ANN, 1, IMPATIENT))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason()).startsWith("Nobody approved it"));
        ObjectNode large = arguments(1).put("text", "x".repeat(200));
        assertThat(approvals.settle(exchange(ANN, cancellation), new Subject.Use(entry(), large), "big", LIMITS))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason()).contains("too long"));

        Future<Decision> one = calling(ANN, 1);
        Future<Decision> two = calling(ANN, 2);
        awaitWaiting(2);
        assertThat(settle(ANN, 3, LIMITS))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason()).startsWith("Too many"));
        assertThat(one.isDone() || two.isDone()).isFalse();

        calling(BOB, 1);
        awaitWaiting(3);
        assertThat(settle(BOB, 2, LIMITS))
                .as("one tenant does not take the places of another")
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason()).startsWith("Too many"));
        calling(new Principal(new TenantId("other"), "cid"), 1);
        awaitWaiting(4);
    }

    @Test
    void arguments_lie_sealed_in_the_store_and_what_was_tampered_with_is_not_there() throws Exception {
        Future<Decision> call = calling(ANN, 4_711);
        String id = awaitOne().id();
        String text = store.values()
                .get(Space.APPROVALS.ofGateway().key(id))
                .orElseThrow()
                .text();

        assertThat(text).doesNotContain("4711").doesNotContain("ann");
        assertThat(new Approvals(store.values(), Sealer.ephemeral(), InstantSource.system()).list())
                .isEmpty();
        assertThat(approvals.decide("../" + id, Verdict.APPROVED, "boss", LIMITS))
                .isEmpty();
        assertThat(call.isDone()).isFalse();
    }

    private Future<Decision> calling(Principal who, int sum) {
        return threads.submit(() -> settle(who, sum, LIMITS));
    }

    private Decision settle(Principal who, int sum, ApprovalLimits limits) {
        return approvals.settle(exchange(who, cancellation), use(sum), "big", limits);
    }

    private Approval awaitOne() {
        return awaitWaiting(1).getFirst();
    }

    private List<Approval> awaitWaiting(int count) {
        while (true) {
            List<Approval> waiting = approvals.list().stream()
                    .filter(one -> one.verdict() == Verdict.WAITING)
                    .toList();
            if (waiting.size() == count) {
                return waiting;
            }
            Thread.onSpinWait();
        }
    }

    private static Subject.Entry entry() {
        return new Subject.Entry(
                new Subject.Server("bank", Set.of()), Methods.TOOLS_CALL, "pay", JsonNodeFactory.instance.objectNode());
    }

    private static Subject.Use use(int sum) {
        return new Subject.Use(entry(), arguments(sum));
    }

    private static ObjectNode arguments(int sum) {
        return JsonNodeFactory.instance.objectNode().put("sum", sum);
    }

    private static Exchange exchange(Principal who, Cancellation cancellation) {
        Caller caller = new Caller(
                Access.plain(who, Access.Proof.KEY),
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
        return Exchange.own(Methods.TOOLS_CALL, JsonNodeFactory.instance.objectNode(), caller, cancellation);
    }
}
