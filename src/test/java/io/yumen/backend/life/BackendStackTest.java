package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.call;
import static io.yumen.backend.life.Requests.eventually;
import static io.yumen.backend.life.Requests.exchange;
import static io.yumen.backend.life.Requests.list;
import static io.yumen.backend.life.Requests.send;
import static io.yumen.backend.life.Requests.stateless;
import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.ServerState;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class BackendStackTest {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final VirtualClock clock = new VirtualClock();
    private final FakeServer server = FakeServer.modern();
    private final List<String> counted = new CopyOnWriteArrayList<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private ServerBackend backend = backend(BackendConfig.DEFAULT);

    @AfterEach
    void close() {
        backend.close();
        assertThat(server.open()).isZero();
    }

    @Test
    void the_stack_shows_its_layers() {
        assertThat(backend)
                .hasToString(
                        "files: timing(pace(deadline 60000 ms(questions 16/40(bulkhead 128(circuit 5/10(retry 3(connection)))))))");
    }

    @Test
    void a_request_without_an_answer_ends_at_its_deadline_and_a_dead_connection_is_replaced() {
        server.answer = FakeServer.FakeConnection::hang;
        Pending call = send(backend, call("slow"));
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        clock.advance(Duration.ofMillis(59_999));
        assertThat(call.isDone()).isFalse();
        clock.advance(Duration.ofMillis(1));
        RpcException error = call.error();
        assertThat(error.error().code()).isEqualTo(ErrorCode.TIMEOUT);
        assertThat(error)
                .hasMessage(
                        "Server \"files\" did not answer within 60 s. It may have done what was asked all the same");
        eventually(() -> server.received.contains(Methods.PING));
        clock.advance(BackendConfig.Health.DEFAULT.timeout());
        eventually(() -> server.open() == 0);
        server.answer = null;
        send(backend, list()).answer();
        assertThat(server.connects).hasValue(2);
    }

    @Test
    void a_connection_that_still_gives_signs_of_life_is_kept() {
        Pending call = send(backend, call(FakeServer.HANG));
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        clock.advance(Duration.ofSeconds(60));
        assertThat(call.error().error().code()).isEqualTo(ErrorCode.TIMEOUT);
        // What is left is the look for unused connections: the check has heard the answer.
        eventually(() -> server.received.contains(Methods.PING) && clock.pending() == 1);
        clock.advance(BackendConfig.Health.DEFAULT.timeout());
        send(backend, list()).answer();
        assertThat(server.connects).hasValue(1);
    }

    @Test
    void progress_starts_the_time_anew_up_to_a_hard_end() {
        List<Client> clients = new CopyOnWriteArrayList<>();
        server.answer = (connection, exchange) -> {
            clients.add(exchange.client());
            return connection.hang(exchange);
        };
        Pending call = send(backend, call("slow"));
        eventually(() -> clients.size() == 1);
        for (int i = 0; i < 30; i++) {
            clock.advance(Duration.ofSeconds(59));
            assertThat(call.isDone()).isFalse();
            clients.getFirst().notify(new Message.Notification(Methods.PROGRESS, NOTHING));
        }
        server.answer = null;
        clock.advance(Duration.ofSeconds(30));
        assertThat(call.error()).hasMessageContaining("within 1800 s");
    }

    @Test
    void the_time_rests_while_the_client_is_asked() {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.answer =
                (connection, exchange) -> exchange.client().ask(new InputRequest(InputKind.ELICITATION, NOTHING));
        Exchange call = call("ask").withClient(new Client() {
            @Override
            public void notify(Message.Notification notification) {}

            @Override
            public ObjectNode ask(InputRequest request) {
                asked.countDown();
                try {
                    answered.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return JsonNodeFactory.instance.objectNode().put("action", "accept");
            }
        });
        Pending pending = send(backend, call);
        eventually(() -> asked.getCount() == 0);
        clock.advance(Duration.ofMinutes(20));
        assertThat(call.cancellation().isCancelled()).isFalse();
        answered.countDown();
        assertThat(pending.answer().path("action").asString()).isEqualTo("accept");
    }

    @Test
    void a_listen_has_no_deadline() {
        server.answer = FakeServer.FakeConnection::hang;
        Exchange listen = exchange(Methods.LISTEN, json("{'notifications': {'toolsListChanged': true}}"), stateless());
        Pending pending = send(backend, listen);
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        clock.advance(Duration.ofDays(1));
        assertThat(pending.isDone()).isFalse();
        listen.cancellation().cancel();
        assertThat(pending.error().error().code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void no_more_requests_than_allowed_are_under_way_and_the_others_wait_in_order() {
        backend = backend(limits(2, 2));
        server.answer = FakeServer.FakeConnection::hang;
        List<Exchange> sent = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sent.add(call("slow"));
            pending.add(send(backend, sent.getLast()));
            int now = Math.min(2, i + 1);
            Pending last = pending.getLast();
            eventually(() -> server.open() == 1 && server.last().inFlight.get() == now && last.isParked());
        }
        assertThat(send(backend, list()).error()).hasMessageContaining("is busy: 2 requests are under way and 2 wait");
        sent.get(0).cancellation().cancel();
        pending.get(0).error();
        eventually(() -> server.last().inFlight.get() == 2);
        sent.get(3).cancellation().cancel();
        assertThat(pending.get(3).error().error().code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(server.last().inFlight).hasValue(2);
        sent.get(1).cancellation().cancel();
        sent.get(2).cancellation().cancel();
        pending.forEach(Pending::error);
    }

    @Test
    void a_server_that_grows_slow_under_its_requests_gets_fewer_at_once_where_that_is_wanted() {
        backend = backend(BackendConfig.DEFAULT.withLimits(new BackendConfig.Limits(
                new BackendConfig.Concurrency(4, BackendConfig.Concurrency.Kind.ADAPTIVE),
                0,
                Duration.ofSeconds(10),
                8,
                64,
                1024,
                BackendConfig.Questions.DEFAULT)));
        for (int i = 0; i < 4; i++) {
            fourAnsweredAfter(Duration.ofMillis(300));
        }
        for (int i = 0; i < 4; i++) {
            fourAnsweredAfter(Duration.ofSeconds(3));
        }
        server.answer = FakeServer.FakeConnection::hang;
        List<Exchange> sent = List.of(call("slow"), call("slow"));
        List<Pending> pending =
                sent.stream().map(exchange -> send(backend, exchange)).toList();
        eventually(() -> server.last().inFlight.get() == 2);
        assertThat(send(backend, call("slow")).error()).hasMessageContaining("is busy: 2 requests are under way");
        sent.forEach(exchange -> exchange.cancellation().cancel());
        pending.forEach(Pending::error);
    }

    private void fourAnsweredAfter(Duration time) {
        CountDownLatch gate = new CountDownLatch(1);
        server.answer = (connection, exchange) -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return connection.reply(exchange);
        };
        List<Pending> pending =
                Stream.generate(() -> send(backend, call("slow"))).limit(4).toList();
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 4);
        clock.advance(time);
        gate.countDown();
        pending.forEach(Pending::answer);
    }

    @Test
    void who_waits_too_long_for_a_place_is_refused() {
        backend = backend(limits(1, 5));
        Pending first = send(backend, call(FakeServer.HANG));
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        Pending second = send(backend, list());
        eventually(() -> clock.pending() >= 4 && second.isParked());
        clock.advance(Duration.ofSeconds(10));
        assertThat(second.error()).hasMessageContaining("\"files\" is busy");
        clock.advance(Duration.ofSeconds(50));
        first.error();
        send(backend, list()).answer();
    }

    @Test
    void a_server_that_does_not_answer_is_not_asked_for_a_while_then_with_one_request() {
        backend = backend(failingAfter(2));
        server.answer = (connection, exchange) -> {
            throw DeliveryException.perhapsSent("reset");
        };
        send(backend, call("x")).error();
        send(backend, call("x")).error();
        assertThat(backend.state()).isInstanceOf(ServerState.Degraded.class);
        int asked = server.received.size();
        assertThat(send(backend, call("x")).error()).hasMessageContaining("not asked at the moment");
        assertThat(server.received).hasSize(asked);
        server.answer = (connection, exchange) -> {
            throw RpcException.invalidParams("an answer, if not a good one");
        };
        clock.advance(Duration.ofMillis(199));
        assertThat(send(backend, call("x")).error()).hasMessageContaining("not asked at the moment");
        clock.advance(Duration.ofMillis(1));
        assertThat(send(backend, call("x")).error().error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
    }

    @Test
    void a_trial_that_its_client_gives_up_is_left_to_the_next_request() {
        backend = backend(failingAfter(2));
        server.answer = (connection, exchange) -> {
            throw DeliveryException.perhapsSent("reset");
        };
        send(backend, call("x")).error();
        send(backend, call("x")).error();
        clock.advance(Duration.ofMillis(200));
        server.answer = FakeServer.FakeConnection::hang;
        Exchange trial = call("x");
        Pending given = send(backend, trial);
        eventually(() -> server.last().inFlight.get() == 1);
        assertThat(send(backend, call("x")).error()).hasMessageContaining("not asked at the moment");
        trial.cancellation().cancel();
        given.error();
        assertThat(backend.state()).as("nobody knows more").isInstanceOf(ServerState.Degraded.class);
        server.answer = null;
        send(backend, call("x")).answer();
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
    }

    @Test
    void a_server_that_hung_and_was_replaced_is_asked_at_once() {
        backend = backend(failingAfter(2));
        server.answer = FakeServer.FakeConnection::hang;
        List<Pending> calls = List.of(send(backend, call("x")), send(backend, call("x")));
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 2);
        clock.advance(Duration.ofSeconds(60));
        calls.forEach(Pending::error);
        assertThat(send(backend, call("x")).error()).hasMessageContaining("not asked at the moment");
        eventually(() -> server.received.contains(Methods.PING));
        server.answer = null;
        // The check gives it up; the next one is opened though nobody may ask for it yet.
        clock.advance(BackendConfig.Health.DEFAULT.timeout());
        eventually(() -> server.connects.get() == 2 && backend.state() instanceof ServerState.Ready);
        send(backend, call("x")).answer();
    }

    @Test
    void requests_that_are_lost_with_a_connection_do_not_count_for_the_next_one() {
        backend = backend(failingAfter(2));
        List<Pending> calls = Stream.generate(() -> send(backend, call(FakeServer.HANG)))
                .limit(5)
                .toList();
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 5);
        server.last().crash("gone");
        calls.forEach(Pending::error);
        send(backend, list()).answer();
        assertThat(server.connects).hasValue(2);
    }

    /** A connection that fails what is under way before it says that it has ended: who fails first tells it. */
    @Test
    void requests_that_know_of_the_loss_first_do_not_count_for_the_next_connection_either() {
        for (int i = 1; i <= 200; i++) {
            backend = backend(failingAfter(2));
            List<Pending> calls = Stream.generate(() -> send(backend, call(FakeServer.HANG)))
                    .limit(5)
                    .toList();
            eventually(() -> server.open() == 1 && server.last().inFlight.get() == 5);
            server.last().vanish("gone");
            calls.forEach(Pending::error);
            send(backend, list()).answer();
            backend.close();
        }
    }

    @Test
    void errors_that_the_server_sends_and_starts_that_fail_do_not_open_the_circuit() {
        server.answer = (connection, exchange) -> {
            throw RpcException.internal("no");
        };
        for (int i = 0; i < 20; i++) {
            assertThat(send(backend, call("x")).error()).hasMessage("no");
        }
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
    }

    @Test
    void what_the_server_refuses_is_not_sent_again_and_does_not_open_the_circuit() {
        server.answer = (connection, exchange) -> {
            throw DeliveryException.refused("it refuses our credentials (HTTP 403)");
        };
        for (int i = 0; i < 20; i++) {
            assertThat(send(backend, list()).error()).hasMessageContaining("HTTP 403");
        }
        assertThat(server.received).hasSize(20);
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
    }

    @Test
    void a_list_is_sent_again_and_a_call_is_not_unless_it_was_surely_not_sent() {
        AtomicInteger failures = new AtomicInteger();
        server.answer = (connection, exchange) -> {
            if (failures.getAndIncrement() == 0) {
                connection.crash("gone");
                throw DeliveryException.perhapsSent("gone");
            }
            return connection.reply(exchange);
        };
        send(backend, list()).answer();
        clock.advance(Duration.ofMinutes(5));
        failures.set(0);
        RpcException error = send(backend, call("write")).error();
        assertThat(error).hasMessage("Server \"files\" gave no answer: gone");
        server.answer = null;
        send(backend, list()).answer();
        clock.advance(Duration.ofSeconds(20));
        server.answer = (connection, exchange) -> {
            if (failures.getAndIncrement() == 2) {
                return connection.reply(call(FakeServer.FORGET));
            }
            return connection.reply(exchange);
        };
        failures.set(2);
        send(backend, call("write")).answer();
        assertThat(server.received.stream().filter(Methods.TOOLS_CALL::equals)).hasSize(3);
    }

    @Test
    void a_call_of_a_tool_that_the_server_calls_idempotent_is_sent_again() {
        AtomicInteger calls = new AtomicInteger();
        server.answer = (connection, exchange) -> {
            if (exchange.method().equals(Methods.TOOLS_LIST)) {
                return tools();
            }
            if (calls.incrementAndGet() == 1) {
                throw DeliveryException.perhapsSent("reset");
            }
            return connection.reply(exchange);
        };
        send(backend, list()).answer();
        send(backend, call("put")).answer();
        assertThat(calls).hasValue(2);
        calls.set(0);
        send(backend, call("append")).error();
        assertThat(calls).hasValue(1);
    }

    @Test
    void requests_restarts_and_states_are_counted() {
        send(backend, list()).answer();
        send(backend, call(FakeServer.CRASH)).error();
        send(backend, list()).answer();
        eventually(() -> counted.size() == 3);
        assertThat(counted).containsExactly("tools/list OK", "tools/call UNAVAILABLE", "tools/list OK");
        assertThat(restarts).hasValue(1);
    }

    @Test
    void a_notification_is_for_open_connections_and_starts_nothing() {
        backend.handle(exchange(Methods.ROOTS_CHANGED, NOTHING, stateless()));
        assertThat(server.connects).hasValue(0);
        send(backend, list()).answer();
        backend.handle(exchange(Methods.ROOTS_CHANGED, NOTHING, stateless()));
        assertThat(server.received).containsExactly(Methods.TOOLS_LIST, Methods.ROOTS_CHANGED);
    }

    private static ObjectNode tools() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        var tools = result.putArray("tools");
        tools.addObject().put("name", "put").putObject("annotations").put("idempotentHint", true);
        tools.addObject().put("name", "append");
        return result;
    }

    /** The circuit opens for 200 ms after so many requests without an answer. */
    private static BackendConfig failingAfter(int failures) {
        return BackendConfig.DEFAULT.withHealth(new BackendConfig.Health(
                Duration.ofSeconds(10), Duration.ofSeconds(4), failures, Duration.ofMillis(200)));
    }

    private static BackendConfig limits(int requests, int queued) {
        return BackendConfig.DEFAULT.withLimits(new BackendConfig.Limits(
                BackendConfig.Concurrency.fixed(requests),
                queued,
                Duration.ofSeconds(10),
                8,
                64,
                1024,
                BackendConfig.Questions.DEFAULT));
    }

    private ServerBackend backend(BackendConfig config) {
        return new ServerBackend("files", List.of(server), config, clock, new BackendMeter() {
            @Override
            public void request(String name, String method, Outcome outcome, long nanos) {
                counted.add(method + " " + outcome);
            }

            @Override
            public void restarted(String name) {
                restarts.incrementAndGet();
            }

            @Override
            public void moved(String name, ServerState state) {}
        });
    }
}
