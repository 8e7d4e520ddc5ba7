package io.yumen.auth.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.auth.approval.Approval.Verdict;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Subject;
import io.yumen.exchange.Witness;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.store.Key;
import io.yumen.store.Space;
import io.yumen.store.StoreLimits;
import io.yumen.store.TurnedClock;
import io.yumen.store.Value;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls that wait for a person: what lets them go on, and for whom. */
@Timeout(60)
class ApprovalsTest {
    private static final Principal ANN = new Principal(new TenantId("acme"), "ann");
    private static final Principal BOB = new Principal(new TenantId("acme"), "bob");
    private static final ApprovalLimits LIMITS =
            new ApprovalLimits(Duration.ofSeconds(100), Duration.ofMinutes(1), 4, 2, 100);
    private static final ApprovalLimits IMPATIENT =
            new ApprovalLimits(Duration.ofMillis(50), Duration.ofMinutes(1), 4, 2, 100);

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

        assertThat(call.get(90, TimeUnit.SECONDS)).isEqualTo(new Decision.Allowed("big"));
        assertThat(approvals.list()).isEmpty();
        assertThat(settle(ANN, 1, IMPATIENT)).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void a_refusal_counts_for_the_same_call_again_and_for_no_other() throws Exception {
        Future<Decision> call = calling(ANN, 1);
        approvals.decide(awaitOne().id(), Verdict.DENIED, "boss", LIMITS);

        Decision denied = new Decision.Denied("big", "It was denied by boss");
        assertThat(call.get(90, TimeUnit.SECONDS)).isEqualTo(denied);
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
        while (!first.isDone() && !second.isDone()) {}
        approvals.decide(awaitOne().id(), Verdict.DENIED, "boss", LIMITS);

        assertThat(List.of(first.get(15, TimeUnit.SECONDS), second.get(15, TimeUnit.SECONDS)))
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

    @Test
    void an_approval_counts_as_long_as_it_says_and_a_refusal_too() {
        TurnedClock clock = new TurnedClock();
        MemoryStore turned = new MemoryStore(StoreLimits.DEFAULT, clock);
        Approvals kept = new Approvals(turned.values(), sealer, clock);
        for (Verdict verdict : List.of(Verdict.APPROVED, Verdict.DENIED)) {
            String id = abandoned(kept, ANN, 1);
            Approval decided = kept.decide(id, verdict, "boss", LIMITS).orElseThrow();
            assertThat(decided.expires()).isEqualTo(clock.instant().plus(LIMITS.kept()));
            assertThat(decided.by()).isEqualTo("boss");
            assertThat(kept.find(id)).contains(decided);

            clock.turn(LIMITS.kept().minusMillis(1));
            assertThat(kept.find(id)).isPresent();
            clock.turn(Duration.ofMillis(1));
            assertThat(kept.find(id)).isEmpty();
            assertThat(kept.decide(id, Verdict.APPROVED, "boss", LIMITS)).isEmpty();
        }
        turned.close();
    }

    @Test
    void nobody_waits_longer_than_to_the_second_that_he_was_given() {
        TurnedClock clock = new TurnedClock();
        MemoryStore turned = new MemoryStore(StoreLimits.DEFAULT, clock);
        Approvals kept = new Approvals(turned.values(), sealer, clock);
        String id = abandoned(kept, ANN, 1);

        assertThat(kept.find(id).orElseThrow().expires())
                .isEqualTo(clock.instant().plus(LIMITS.timeout()));
        clock.turn(LIMITS.timeout());
        assertThat(kept.list()).isEmpty();
        turned.close();
    }

    @Test
    void what_waits_is_listed_the_oldest_first_however_much_it_is() {
        TurnedClock clock = new TurnedClock();
        MemoryStore turned = new MemoryStore(StoreLimits.DEFAULT, clock);
        Approvals kept = new Approvals(turned.values(), sealer, clock);
        ApprovalLimits wide = new ApprovalLimits(Duration.ofMinutes(60), Duration.ofMinutes(1), 300, 300, 100);
        for (int i = 0; i < 120; i++) {
            abandoned(kept, ANN, i, wide);
            clock.turn(Duration.ofSeconds(1));
        }

        assertThat(kept.list())
                .extracting(one -> one.call().arguments().path("sum").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 120).boxed().toList());
        turned.close();
    }

    @Test
    void operators_are_shown_all_of_a_call_and_who_decided_it() {
        TurnedClock clock = new TurnedClock();
        MemoryStore turned = new MemoryStore(StoreLimits.DEFAULT, clock);
        Approvals kept = new Approvals(turned.values(), sealer, clock);
        String id = abandoned(kept, ANN, 7);

        assertThat(JsonCodec.text(kept.find(id).orElseThrow().toJson())).isEqualTo("""
                {"id":"%s","state":"waiting","tenant":"acme","principal":"ann","server":"bank","method":"tools/call","name":"pay",\
                "arguments":{"sum":7},"rule":"big","created":"2030-01-01T00:00:00Z","expires":"2030-01-01T00:01:40Z"}""".formatted(id));
        assertThat(JsonCodec.text(kept.decide(id, Verdict.DENIED, "boss", LIMITS)
                        .orElseThrow()
                        .toJson()))
                .contains("\"state\":\"denied\"", "\"expires\":\"2030-01-01T00:01:00Z\"", "\"by\":\"boss\"");
        turned.close();
    }

    @Test
    void many_calls_of_one_principal_or_of_one_tenant_are_in_the_way_of_no_other() {
        for (int i = 0; i < LIMITS.waitingOfOne(); i++) {
            abandoned(approvals, ANN, i);
            abandoned(approvals, BOB, i);
        }
        Principal eve = new Principal(ANN.tenant(), "eve");
        Decision tooMany = new Decision.Denied("big", "Too many calls wait for an approval already");

        assertThat(settle(ANN, 9, LIMITS)).isEqualTo(tooMany);
        assertThat(settle(eve, 1, LIMITS)).as("of the same tenant").isEqualTo(tooMany);
        abandoned(approvals, new Principal(TenantId.LOCAL, "ann"), 1);
        assertThat(approvals.list()).hasSize(LIMITS.waiting() + 1);
    }

    @Test
    void a_call_that_waits_lets_its_client_go_on_and_ends_with_it() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Client client = new Client() {
            @Override
            public void notify(Message.Notification notification) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ObjectNode ask(InputRequest request) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void release() {
                released.countDown();
            }
        };
        Cancellation gone = new Cancellation();
        Exchange own = exchange(ANN, gone);
        Exchange exchange = new Exchange(own.method(), own.params(), own.caller(), null, client, gone, Witness.NONE);
        Future<Decision> call = threads.submit(() -> approvals.settle(exchange, use(1), "big", LIMITS));
        awaitOne();
        assertThat(released.getCount()).isZero();

        gone.cancel();
        assertThatThrownBy(() -> call.get(90, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcException.class);
        assertThat(approvals.list()).as("it may come again").hasSize(1);
    }

    @Test
    void what_waits_since_before_a_newer_key_came_is_decided_under_its_own_id() {
        MasterKey key = MasterKey.random();
        Sealer older = key.sealer("approvals");
        String id = abandoned(new Approvals(store.values(), older, InstantSource.system()), ANN, 1);
        Approvals newer = new Approvals(store.values(), key.rotated().sealer("approvals"), InstantSource.system());
        newer.decide(id, Verdict.APPROVED, "boss", LIMITS);

        assertThat(newer.settle(exchange(ANN, cancellation), use(1), "big", LIMITS))
                .isEqualTo(new Decision.Allowed("big"));
        assertThat(newer.list()).isEmpty();
    }

    @Test
    void a_call_in_whose_place_lies_what_nobody_can_read_is_asked_about_anew() throws Exception {
        Key place = Space.APPROVALS.ofGateway().key(abandoned(approvals, ANN, 1));
        store.values().put(place, Value.of("tampered"));
        Future<Decision> call = calling(ANN, 1);

        approvals.decide(awaitOne().id(), Verdict.APPROVED, "boss", LIMITS);
        assertThat(call.get(90, TimeUnit.SECONDS)).isEqualTo(new Decision.Allowed("big"));
    }

    @Test
    void arguments_of_that_many_letters_are_read_and_of_one_more_are_not() {
        String most = "x".repeat(LIMITS.arguments() - "{'sum':1,'text':''}".length());
        ObjectNode longer = arguments(1).put("text", most + "x");
        assertThat(approvals.settle(exchange(ANN, cancellation), new Subject.Use(entry(), longer), "big", IMPATIENT))
                .isEqualTo(new Decision.Denied("big", "The arguments are too long for a person to approve"));
        assertThat(approvals.settle(
                        exchange(ANN, cancellation),
                        new Subject.Use(entry(), arguments(1).put("text", most)),
                        "big",
                        IMPATIENT))
                .isEqualTo(new Decision.Denied("big", "Nobody approved it in 0 s"));
    }

    @Test
    void who_is_interrupted_waits_no_longer() throws Exception {
        FutureTask<Decision> call = new FutureTask<>(() -> settle(ANN, 1, LIMITS));
        Thread thread = Thread.ofVirtual().start(call);
        awaitOne();
        thread.interrupt();

        assertThatThrownBy(() -> call.get(90, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcException.class);
    }

    /** The id of a call that waits, whose client did not. */
    private String abandoned(Approvals at, Principal who, int sum) {
        return abandoned(at, who, sum, LIMITS);
    }

    private String abandoned(Approvals at, Principal who, int sum, ApprovalLimits limits) {
        Cancellation gone = new Cancellation();
        Future<Decision> call = threads.submit(() -> at.settle(exchange(who, gone), use(sum), "big", limits));
        for (long end = deadline(); ; pause(end)) {
            Optional<Approval> found = at.list().stream()
                    .filter(one -> one.caller().equals(who) && one.verdict() == Verdict.WAITING)
                    .filter(one -> one.call().arguments().path("sum").asInt() == sum)
                    .findFirst();
            if (found.isPresent()) {
                gone.cancel();
                assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class);
                return found.get().id();
            }
            assertThat(call.isDone()).isFalse();
        }
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
        for (long end = deadline(); ; pause(end)) {
            List<Approval> waiting = approvals.list().stream()
                    .filter(one -> one.verdict() == Verdict.WAITING)
                    .toList();
            if (waiting.size() == count) {
                return waiting;
            }
        }
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    }

    private static void pause(long end) {
        assertThat(end - System.nanoTime()).as("time to wait").isPositive();
        LockSupport.parkNanos(1_000_000);
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
