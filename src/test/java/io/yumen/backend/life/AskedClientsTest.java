package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.call;
import static io.yumen.backend.life.Requests.eventually;
import static io.yumen.backend.life.Requests.list;
import static io.yumen.backend.life.Requests.of;
import static io.yumen.backend.life.Requests.send;
import static io.yumen.backend.life.Requests.session;
import static io.yumen.backend.life.Requests.statelessAskable;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.ServerState;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls whose clients are asked, and take their time: what they hold meanwhile, and what it says of the server. */
final class AskedClientsTest {
    private static final String ASK = "ask";
    private static final Duration QUEUE_WAIT = Duration.ofSeconds(10);

    private final VirtualClock clock = new VirtualClock();
    private FakeServer server = asking(FakeServer.modern());
    private ServerBackend backend = backend(BackendConfig.DEFAULT);

    @AfterEach
    void close() {
        backend.close();
        assertThat(server.open()).isZero();
    }

    @Test
    void a_call_whose_client_is_asked_leaves_its_place_to_others() {
        backend = backend(room(1, 0));
        Person person = new Person();
        Pending parked = ask(person, statelessAskable());
        for (int i = 0; i < 3; i++) {
            send(backend, call("x")).answer();
        }
        person.accept();
        assertThat(parked.answer().path("action").asString()).isEqualTo("accept");
        send(backend, list()).answer();
    }

    @Test
    void who_has_answered_goes_before_those_who_have_not_begun() {
        backend = backend(room(1, 5));
        Person person = new Person();
        Pending parked = ask(person, statelessAskable());
        Exchange holder = call(FakeServer.HANG);
        Pending held = send(backend, holder);
        eventually(() -> server.last().inFlight.get() == 2);
        Exchange next = call(FakeServer.HANG);
        Pending queued = send(backend, next);
        eventually(queued::isParked);
        int timers = clock.pending();
        person.accept();
        eventually(() -> person.answered.get() == 1 && clock.pending() == timers + 1);
        assertThat(parked.isDone()).isFalse();
        holder.cancellation().cancel();
        held.error();
        parked.answer();
        eventually(() -> server.last().inFlight.get() == 1);
        next.cancellation().cancel();
        queued.error();
    }

    @Test
    void a_call_that_was_answered_does_not_fail_for_want_of_a_place() {
        backend = backend(room(1, 0));
        Person person = new Person();
        Pending parked = ask(person, statelessAskable());
        Exchange holder = call(FakeServer.HANG);
        Pending held = send(backend, holder);
        eventually(() -> server.last().inFlight.get() == 2);
        int timers = clock.pending();
        person.accept();
        eventually(() -> person.answered.get() == 1 && clock.pending() == timers + 1);
        assertThat(parked.isDone()).isFalse();
        clock.advance(QUEUE_WAIT);
        assertThat(parked.answer().path("action").asString()).isEqualTo("accept");
        assertThat(send(backend, call("x")).error()).hasMessageContaining("is busy: 1 requests are under way");
        holder.cancellation().cancel();
        held.error();
        send(backend, call("x")).answer();
    }

    @Test
    void places_are_neither_lost_nor_won_however_the_asked_calls_end() {
        backend = backend(room(2, 0));
        for (int i = 0; i < 20; i++) {
            Person person = new Person();
            Exchange exchange = call(ASK, statelessAskable()).withClient(person);
            Pending parked = send(backend, exchange);
            eventually(() -> person.asked.get() == 1);
            switch (i % 3) {
                case 0 -> person.accept();
                case 1 -> person.refuse();
                default -> exchange.cancellation().cancel();
            }
            eventually(parked::isDone);
            person.accept();
            eventually(() -> person.answered.get() == 1);
        }
        List<Exchange> holders = List.of(call(FakeServer.HANG), call(FakeServer.HANG));
        List<Pending> held =
                holders.stream().map(holder -> send(backend, holder)).toList();
        eventually(() -> server.last().inFlight.get() == 2);
        assertThat(send(backend, call("x")).error()).hasMessageContaining("is busy: 2 requests are under way");
        holders.forEach(holder -> holder.cancellation().cancel());
        held.forEach(Pending::error);
    }

    @Test
    void questions_of_one_session_and_of_one_user_are_limited_and_nobody_else_notices() {
        backend = backend(BackendConfig.DEFAULT);
        List<Person> people = new ArrayList<>();
        List<Pending> parked = new ArrayList<>();
        BackendConfig.Questions limits = BackendConfig.Questions.DEFAULT;
        for (int i = 0; i < limits.perPrincipal(); i++) {
            people.add(new Person());
            parked.add(ask(people.getLast(), session("s" + i / limits.perSession())));
        }
        RpcException ofUser = send(backend, call(ASK, session("new")).withClient(new Person()))
                .error();
        assertThat(ofUser.error().code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(ofUser)
                .hasMessage("Server \"files\" asks, and 40 of its questions to this user wait for answers already;"
                        + " answer those first");

        people.getLast().accept();
        parked.getLast().answer();
        RpcException ofSession =
                send(backend, call(ASK, session("s0")).withClient(new Person())).error();
        assertThat(ofSession).hasMessageContaining("16 of its questions to this session wait");

        Person other = new Person();
        Pending others =
                ask(other, of(new Principal(TenantId.LOCAL, "ann"), new ClientKey.Session("a"), Requests.askable()));
        for (int i = 0; i < 200; i++) {
            send(backend, call("x")).answer();
        }
        other.accept();
        others.answer();
        people.forEach(Person::accept);
        parked.forEach(Pending::answer);
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
    }

    @Test
    void clients_that_do_not_answer_say_nothing_of_the_server() {
        for (int i = 0; i < 30; i++) {
            Person person = new Person();
            Exchange exchange = call(ASK, statelessAskable()).withClient(person);
            Pending parked = send(backend, exchange);
            eventually(() -> person.asked.get() == 1);
            if (i % 2 == 0) {
                // As the modern edge gives a call up.
                exchange.cancellation().cancel(RpcException.timeout("The client did not answer in time"));
            } else {
                clock.advance(BackendConfig.Timeouts.DEFAULT.total());
                assertThat(parked.error())
                        .hasMessage("Server \"files\" asked its client, which did not answer within 1800 s");
            }
            assertThat(parked.error().error().code()).isEqualTo(ErrorCode.TIMEOUT);
            person.accept();
        }
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
        assertThat(server.connects).hasValue(1);
        send(backend, call("x")).answer();
    }

    @Test
    void a_question_is_a_sign_of_life_that_closes_a_circuit_which_tries() {
        backend = backend(BackendConfig.DEFAULT.withHealth(
                new BackendConfig.Health(Duration.ofSeconds(10), Duration.ofSeconds(4), 2, Duration.ofSeconds(15))));
        FakeServer.Answer well = server.answer;
        server.answer = (connection, exchange) -> {
            throw DeliveryException.perhapsSent("reset");
        };
        send(backend, call("x")).error();
        send(backend, call("x")).error();
        assertThat(backend.state()).isInstanceOf(ServerState.Degraded.class);
        server.answer = well;
        clock.advance(Duration.ofSeconds(15));
        Person person = new Person();
        Pending parked = ask(person, statelessAskable());
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
        send(backend, call("x")).answer();
        person.accept();
        parked.answer();
    }

    @Test
    void calls_that_ask_hold_no_lane_of_a_legacy_pipe_that_others_need() {
        server = asking(FakeServer.legacyPipe());
        backend = backend(BackendConfig.DEFAULT.withLimits(new BackendConfig.Limits(
                BackendConfig.Concurrency.fixed(100),
                0,
                Duration.ofSeconds(1),
                2,
                64,
                10,
                BackendConfig.Questions.DEFAULT)));
        List<Person> people = new ArrayList<>();
        List<Pending> parked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            people.add(new Person());
            parked.add(ask(people.getLast(), statelessAskable()));
        }
        send(backend, call("x", statelessAskable())).answer();
        assertThat(server.open()).isEqualTo(6);
        people.forEach(Person::accept);
        parked.forEach(Pending::answer);
        send(backend, call("x", statelessAskable())).answer();
        assertThat(server.open()).isEqualTo(6);
    }

    /** Sends a call that leads to a question, and waits until that is put. */
    private Pending ask(Person person, Caller caller) {
        Pending pending = send(backend, call(ASK, caller).withClient(person));
        eventually(() -> person.asked.get() == 1 || pending.isDone());
        return pending;
    }

    private static FakeServer asking(FakeServer server) {
        server.answer = (connection, exchange) ->
                exchange.params().path("name").asString("").equals(ASK) ? asks(exchange) : connection.reply(exchange);
        return server;
    }

    /** Asks as real servers do: the call ends when it is cancelled, whoever is still asked. */
    private static ObjectNode asks(Exchange exchange) {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        exchange.cancellation()
                .onCancel(() ->
                        answer.completeExceptionally(exchange.cancellation().cause()));
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(exchange.client()
                        .ask(new InputRequest(InputKind.ELICITATION, JsonNodeFactory.instance.objectNode())));
            } catch (RpcException refused) {
                answer.completeExceptionally(refused);
            }
        });
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RpcException refused ? refused : e;
        }
    }

    private static BackendConfig room(int requests, int queued) {
        return BackendConfig.DEFAULT.withLimits(new BackendConfig.Limits(
                BackendConfig.Concurrency.fixed(requests),
                queued,
                QUEUE_WAIT,
                8,
                64,
                1024,
                BackendConfig.Questions.DEFAULT));
    }

    private ServerBackend backend(BackendConfig config) {
        return new ServerBackend("files", List.of(server), config, clock, BackendMeter.NONE);
    }

    /** A client that answers when it is told to, and not before. */
    private static final class Person implements Client {
        private static final Supplier<ObjectNode> ACCEPTED =
                () -> JsonNodeFactory.instance.objectNode().put("action", "accept");

        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        private final LinkedBlockingQueue<Supplier<ObjectNode>> answers = new LinkedBlockingQueue<>();

        void accept() {
            answers.add(ACCEPTED);
        }

        void refuse() {
            answers.add(() -> {
                throw RpcException.invalidRequest("no");
            });
        }

        @Override
        public void notify(Message.Notification notification) {}

        @Override
        public ObjectNode ask(InputRequest request) {
            asked.incrementAndGet();
            try {
                return answers.take().get();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                answered.incrementAndGet();
            }
        }
    }
}
