package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.askable;
import static io.yumen.backend.life.Requests.call;
import static io.yumen.backend.life.Requests.eventually;
import static io.yumen.backend.life.Requests.exchange;
import static io.yumen.backend.life.Requests.list;
import static io.yumen.backend.life.Requests.send;
import static io.yumen.backend.life.Requests.session;
import static io.yumen.backend.life.Requests.sessionAskable;
import static io.yumen.backend.life.Requests.stateless;
import static io.yumen.backend.life.Requests.statelessAskable;
import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Methods;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScopesTest {
    private static final Principal ANN = new Principal(TenantId.LOCAL, "ann");
    private static final Principal BOB = new Principal(TenantId.LOCAL, "bob");

    private final VirtualClock clock = new VirtualClock();
    private FakeServer server = FakeServer.legacyPipe();
    private ServerBackend backend = backend(BackendConfig.Scope.AUTO);

    @AfterEach
    void close() {
        backend.close();
        assertThat(server.open()).isZero();
    }

    @Test
    void callers_that_cannot_be_asked_share_a_connection_that_asks_nothing() {
        send(backend, call("x", stateless())).answer();
        send(backend, call("x", session("1"))).answer();
        send(backend, call("x", of(ANN, ClientCapabilities.NONE))).answer();
        assertThat(server.connects).hasValue(1);
        assertThat(server.last().request.capabilities().allowsAnyInput()).isFalse();
        assertThat(backend.scopeOf(session("1"))).isSameAs(ScopeKey.SHARED);
    }

    @Test
    void a_subscription_to_nothing_starts_no_server_and_takes_the_connection_that_is_there() {
        Exchange nothing =
                exchange(Methods.LISTEN, json("{'notifications': {'resourceSubscriptions': []}}"), session("1"));
        assertThat(send(backend, nothing).error()).hasMessageContaining("is not connected");
        assertThat(server.connects).hasValue(0);

        Exchange something =
                exchange(Methods.LISTEN, json("{'notifications': {'toolsListChanged': true}}"), session("1"));
        send(backend, something).answer();
        send(backend, nothing).answer();
        assertThat(server.connects).hasValue(1);
    }

    @Test
    void a_session_that_can_be_asked_has_its_own_connection_to_a_legacy_server_which_ends_with_it() {
        send(backend, call("x", sessionAskable("1"))).answer();
        send(backend, call("x", sessionAskable("2"))).answer();
        send(backend, list(sessionAskable("2"))).answer();
        assertThat(server.connects).hasValue(2);
        assertThat(server.last().request.capabilities()).isEqualTo(askable());
        backend.sessionEnded(new ClientKey.Session("1"));
        eventually(() -> !server.connections.getFirst().isOpen());
        assertThat(server.last().isOpen()).isTrue();
        backend.sessionEnded(new ClientKey.Session("2"));
        eventually(() -> server.open() == 0);
        assertThat(backend.state()).isEqualTo(new ServerState.Stopped(ServerState.Stopped.UNUSED));
    }

    @Test
    void everybody_shares_a_modern_server_whoever_opened_it() {
        server = FakeServer.modern();
        backend = backend(BackendConfig.Scope.AUTO);
        assertThat(backend.scopeOf(sessionAskable("1"))).isInstanceOf(ScopeKey.Session.class);
        send(backend, call("x", sessionAskable("1"))).answer();
        send(backend, call("x", statelessAskable())).answer();
        send(backend, call("x", stateless())).answer();
        assertThat(server.connects).hasValue(1);
        assertThat(backend.scopeOf(sessionAskable("1"))).isSameAs(ScopeKey.SHARED);
        backend.sessionEnded(new ClientKey.Session("1"));
        send(backend, call("x", statelessAskable())).answer();
        assertThat(server.connects).hasValue(1);
    }

    @Test
    void changes_of_lists_are_told_for_the_scope_that_the_connection_serves() {
        List<ScopeKey> told = new CopyOnWriteArrayList<>();
        backend.listen(new BackendEvents() {
            @Override
            public void listChanged(String name, ListKind list, ScopeKey scope) {
                told.add(scope);
            }

            @Override
            public void connected(String name, ScopeKey scope) {}

            @Override
            public void stateChanged(String name, ServerState state) {}
        });
        Caller caller = sessionAskable("1");
        send(backend, list(caller)).answer();
        server.last().change(ListKind.TOOLS);
        assertThat(told).containsExactly(backend.scopeOf(caller));
    }

    @Test
    void one_connection_is_opened_to_find_out_the_era_and_the_others_wait() {
        CountDownLatch slow = new CountDownLatch(1);
        server = FakeServer.modern();
        server.slow = slow;
        backend = backend(BackendConfig.Scope.AUTO);
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pending.add(send(backend, call("x", sessionAskable("s" + i))));
            pending.add(send(backend, call("x", stateless())));
        }
        eventually(() -> pending.stream().allMatch(Pending::isParked));
        assertThat(server.connects).hasValue(1);
        slow.countDown();
        pending.forEach(Pending::answer);
        assertThat(server.connects).hasValue(1);
    }

    @Test
    void the_others_do_not_fail_when_the_session_that_asked_first_ends() {
        CountDownLatch slow = new CountDownLatch(1);
        server.slow = slow;
        Pending first = send(backend, call("x", sessionAskable("1")));
        eventually(() -> server.connects.get() == 1 && first.isParked());
        Pending other = send(backend, call("x", sessionAskable("2")));
        eventually(other::isParked);
        server.slow = null;
        backend.sessionEnded(new ClientKey.Session("1"));
        other.answer();
        slow.countDown();
    }

    @Test
    void stateless_clients_of_a_legacy_pipe_that_can_be_asked_hold_a_connection_alone() {
        Exchange first = call(FakeServer.HANG, statelessAskable());
        Pending held = send(backend, first);
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        send(backend, list(statelessAskable())).answer();
        assertThat(server.connects).hasValue(1);
        assertThat(send(backend, call("x", statelessAskable()))
                        .answer()
                        .path("connection")
                        .asInt())
                .isEqualTo(1);
        first.cancellation().cancel();
        held.error();
        send(backend, call("x", statelessAskable())).answer();
        assertThat(server.connects).hasValue(2);
        assertThat(server.last().request.scope()).isEqualTo(backend.scopeOf(statelessAskable()));
    }

    @Test
    void a_connection_of_one_session_says_nothing_about_those_that_others_share() {
        Exchange first = call(FakeServer.HANG, statelessAskable());
        Pending held = send(backend, first);
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        send(backend, call("x", sessionAskable("1"))).answer();
        assertThat(server.last().attributesRequests()).isTrue();
        send(backend, call("x", statelessAskable())).answer();
        assertThat(server.connects).hasValue(3);
        first.cancellation().cancel();
        held.error();
    }

    @Test
    void when_all_lanes_are_held_a_call_waits_for_one_and_not_for_ever() {
        backend = backend(BackendConfig.DEFAULT.withLimits(new BackendConfig.Limits(
                BackendConfig.Concurrency.fixed(100),
                0,
                Duration.ofSeconds(1),
                2,
                64,
                10,
                BackendConfig.Questions.DEFAULT)));
        List<Exchange> calls = new ArrayList<>();
        List<Pending> held = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            calls.add(call(FakeServer.HANG, statelessAskable()));
            held.add(send(backend, calls.getLast()));
            int count = i;
            eventually(() -> server.open() == count && server.last().inFlight.get() == 1);
        }
        Pending waiting = send(backend, call("x", statelessAskable()));
        Pending late = send(backend, call("x", statelessAskable()));
        eventually(() -> waiting.isParked() && late.isParked());
        calls.getFirst().cancellation().cancel();
        waiting.answer();
        late.answer();
        assertThat(server.connects).hasValue(2);
        Exchange third = call(FakeServer.HANG, statelessAskable());
        held.add(send(backend, third));
        eventually(() -> server.connections.getFirst().inFlight.get() == 1);
        Pending refused = send(backend, call("x", statelessAskable()));
        eventually(refused::isParked);
        clock.advance(BackendConfig.Timeouts.DEFAULT.connection());
        assertThat(refused.error()).hasMessageContaining("all 2 lanes are held");
        calls.getLast().cancellation().cancel();
        third.cancellation().cancel();
        held.forEach(Pending::error);
    }

    @Test
    void where_questions_can_be_attributed_calls_share_a_connection() {
        server = FakeServer.legacyHttp();
        backend = backend(BackendConfig.Scope.AUTO);
        List<Exchange> calls = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            calls.add(call(FakeServer.HANG, statelessAskable()));
            pending.add(send(backend, calls.getLast()));
        }
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 5);
        calls.forEach(call -> call.cancellation().cancel());
        pending.forEach(Pending::error);
        assertThat(server.connects).hasValue(1);
    }

    @Test
    void principals_that_can_be_asked_share_nothing() {
        send(backend, call("x", of(ANN, askable()))).answer();
        send(backend, call("x", of(BOB, askable()))).answer();
        assertThat(server.connects).hasValue(2);
        assertThat(backend.scopeOf(of(ANN, askable()))).isNotEqualTo(backend.scopeOf(of(BOB, askable())));
    }

    @Test
    void a_shared_server_may_ask_everything_but_never_while_it_is_unclear_whom() {
        backend = backend(BackendConfig.Scope.SHARED);
        Exchange mute = call(FakeServer.HANG, stateless());
        Pending first = send(backend, mute);
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        assertThat(server.last().request.capabilities().allowsElicitation("url"))
                .isTrue();
        send(backend, call("x", session("1"))).answer();
        assertThat(server.connects).hasValue(1);
        send(backend, call("x", sessionAskable("2"))).answer();
        assertThat(server.connects).hasValue(2);
        mute.cancellation().cancel();
        first.error();
        send(backend, call("x", sessionAskable("2"))).answer();
        assertThat(server.connects).hasValue(2);
    }

    @Test
    void each_principal_or_each_session_has_its_own_connection_where_the_scope_says_so() {
        backend = backend(BackendConfig.Scope.USER);
        send(backend, call("x", of(ANN, ClientCapabilities.NONE))).answer();
        send(backend, call("x", of(ANN, askable()))).answer();
        send(backend, call("x", of(BOB, ClientCapabilities.NONE))).answer();
        assertThat(server.connects).hasValue(2);
        backend.close();
        backend = backend(BackendConfig.Scope.SESSION);
        send(backend, call("x", session("1"))).answer();
        send(backend, call("x", session("2"))).answer();
        send(backend, call("x", of(ANN, ClientCapabilities.NONE))).answer();
        send(backend, call("x", of(ANN, ClientCapabilities.NONE))).answer();
        send(backend, call("x", of(ANN, askable()))).answer();
        assertThat(server.connects).hasValue(2 + 4);
    }

    @Test
    void at_the_limit_an_unused_connection_makes_room_and_a_used_one_does_not() {
        backend = backend(BackendConfig.DEFAULT
                .withScope(BackendConfig.Scope.SESSION)
                .withLimits(new BackendConfig.Limits(
                        BackendConfig.Concurrency.fixed(100),
                        0,
                        Duration.ofSeconds(1),
                        2,
                        2,
                        10,
                        BackendConfig.Questions.DEFAULT)));
        Exchange used1 = call(FakeServer.HANG, session("1"));
        Pending busy = send(backend, used1);
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        for (int i = 2; i < 10; i++) {
            send(backend, call("x", session("s" + i))).answer();
            eventually(() -> server.open() <= 2);
        }
        Exchange used2 = call(FakeServer.HANG, session("x"));
        Pending busy2 = send(backend, used2);
        eventually(() -> server.last().inFlight.get() == 1);
        assertThat(send(backend, call("x", session("y"))).error()).hasMessageContaining("maxConnections");
        assertThat(busy.isDone()).isFalse();
        used1.cancellation().cancel();
        used2.cancellation().cancel();
        busy.error();
        busy2.error();
        send(backend, call("x", session("y"))).answer();
    }

    private static Caller of(Principal principal, ClientCapabilities capabilities) {
        return Requests.of(principal, ClientKey.STATELESS, capabilities);
    }

    private ServerBackend backend(BackendConfig.Scope scope) {
        return backend(BackendConfig.DEFAULT.withScope(scope));
    }

    private ServerBackend backend(BackendConfig config) {
        return new ServerBackend("files", List.of(server), config, clock, BackendMeter.NONE);
    }
}
