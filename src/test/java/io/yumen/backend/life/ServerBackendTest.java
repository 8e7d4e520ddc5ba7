package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.call;
import static io.yumen.backend.life.Requests.eventually;
import static io.yumen.backend.life.Requests.list;
import static io.yumen.backend.life.Requests.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerBackendTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeServer server = FakeServer.modern();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private ServerBackend backend = backend(BackendConfig.DEFAULT);

    @AfterEach
    void close() {
        backend.close();
        assertThat(server.open()).isZero();
    }

    @Test
    void a_lazy_server_starts_with_its_first_request() {
        backend.start();
        assertThat(backend.state()).isInstanceOf(ServerState.Configured.class);
        assertThat(server.connects).hasValue(0);
        backend.handle(list());
        backend.handle(list());
        assertThat(server.connects).hasValue(1);
        assertThat(told).containsExactly("starting", "ready");
    }

    @Test
    void an_eager_server_starts_by_itself_and_comes_back_by_itself() {
        backend = backend(BackendConfig.DEFAULT.withStart(BackendConfig.Start.EAGER));
        backend.start();
        eventually(() -> server.open() == 1);
        server.last().crash("gone");
        clock.advance(Duration.ofMillis(1));
        eventually(() -> server.open() == 1);
        assertThat(server.connects).hasValue(2);
    }

    @Test
    void everybody_waits_for_one_start() {
        CountDownLatch slow = new CountDownLatch(1);
        server.slow = slow;
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pending.add(send(backend, list()));
        }
        eventually(() -> pending.stream().allMatch(Pending::isParked));
        slow.countDown();
        pending.forEach(Pending::answer);
        assertThat(server.connects).hasValue(1);
    }

    @Test
    void a_start_that_hangs_is_given_up_after_the_connection_timeout() {
        server.slow = new CountDownLatch(1);
        Pending first = send(backend, list());
        eventually(() -> server.connects.get() == 1 && first.isParked());
        clock.advance(BackendConfig.Timeouts.DEFAULT.connection());
        assertThat(first.error().error().code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(first.error()).hasMessageContaining("\"files\"").hasMessageContaining("did not start");
        assertThat(backend.state()).isInstanceOf(ServerState.BackingOff.class);
    }

    @Test
    void a_waiter_that_is_cancelled_leaves_and_the_start_goes_on() {
        CountDownLatch slow = new CountDownLatch(1);
        server.slow = slow;
        var impatient = list();
        Pending gone = send(backend, impatient);
        Pending patient = send(backend, list());
        eventually(() -> gone.isParked() && patient.isParked());
        impatient.cancellation().cancel();
        assertThat(gone.error().error().code()).isEqualTo(ErrorCode.CANCELLED);
        slow.countDown();
        patient.answer();
    }

    @Test
    void while_backing_off_requests_fail_at_once_and_say_why_and_when() {
        server.refusal = "the command was not found";
        send(backend, list()).error();
        RpcException error = send(backend, list()).error();
        assertThat(server.connects).hasValue(1);
        assertThat(error).hasMessageContaining("the command was not found").hasMessageContaining("tried again in");
        assertThat(error.error().data()).isNotNull();
        assertThat(error.error().data().path("server").asString()).isEqualTo("files");
        assertThat(error.error().data().path("retryAfterMs").asLong()).isBetween(800L, 1200L);
    }

    @Test
    void delays_grow_until_the_server_is_given_up_and_it_is_tried_again_much_later() {
        server.refusal = "no";
        List<Long> delays = new ArrayList<>();
        for (int attempt = 1; attempt <= 6; attempt++) {
            RpcException error = send(backend, list()).error();
            long delay = error.error().data().path("retryAfterMs").asLong();
            delays.add(delay);
            clock.advance(Duration.ofMillis(delay + 1));
        }
        assertThat(server.connects).hasValue(6);
        for (int i = 0; i < 5; i++) {
            long base = 1000L << i;
            assertThat(delays.get(i)).isBetween(base * 8 / 10 - 1, base * 12 / 10);
        }
        assertThat(delays.get(5)).isEqualTo(Duration.ofMinutes(5).toMillis());
        server.refusal = null;
        send(backend, list()).answer();
    }

    @Test
    void without_a_limit_of_restarts_a_server_is_never_given_up() {
        var restarts = new BackendConfig.Restarts(Duration.ofMillis(100), 0, Duration.ofMinutes(5));
        backend = backend(BackendConfig.DEFAULT.withRestarts(restarts));
        server.refusal = "no";
        for (int attempt = 1; attempt <= 20; attempt++) {
            send(backend, list()).error();
            assertThat(backend.state()).isInstanceOf(ServerState.BackingOff.class);
            clock.advance(Duration.ofMillis(1921));
        }
        assertThat(server.connects).hasValue(20);
    }

    @Test
    void a_server_that_ends_as_soon_as_it_is_up_is_started_a_few_times_and_then_left_alone() {
        backend = backend(BackendConfig.DEFAULT.withStart(BackendConfig.Start.EAGER));
        backend.start();
        for (int second = 0; second < 240; second++) {
            eventually(() -> !(backend.state() instanceof ServerState.Starting));
            if (server.open() == 1) {
                server.last().crash("exited with status 1");
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(server.connects.get()).isBetween(5, 7);
        assertThat(backend.state()).isInstanceOf(ServerState.Stopped.class);
    }

    @Test
    void a_server_that_was_stable_is_usable_at_once_after_a_crash_and_one_that_was_not_backs_off() {
        send(backend, list()).answer();
        server.last().crash("killed");
        send(backend, list()).answer();
        server.last().crash("killed");
        assertThat(send(backend, list()).error()).hasMessageContaining("killed");
        clock.advance(Duration.ofMillis(1201));
        send(backend, list()).answer();
        clock.advance(Duration.ofMinutes(5));
        server.last().crash("killed");
        send(backend, list()).answer();
        assertThat(server.connects).hasValue(4);
    }

    @Test
    void lists_may_be_others_after_a_new_start() {
        List<ListKind> changed = new CopyOnWriteArrayList<>();
        backend.listen(new BackendEvents() {
            @Override
            public void listChanged(String name, ListKind list, ScopeKey scope) {
                assertThat(scope).isSameAs(ScopeKey.SHARED);
                changed.add(list);
            }

            @Override
            public void connected(String name, ScopeKey scope) {}

            @Override
            public void stateChanged(String name, ServerState state) {}
        });
        send(backend, list()).answer();
        server.last().change(ListKind.PROMPTS);
        assertThat(changed).containsExactly(ListKind.PROMPTS);
        server.last().crash("killed");
        send(backend, list()).answer();
        eventually(() -> changed.size() == 4);
    }

    @Test
    void an_unused_connection_ends_and_a_used_one_stays() {
        Duration day = Duration.ofDays(1);
        backend = backend(BackendConfig.DEFAULT.withTimeouts(new BackendConfig.Timeouts(
                Duration.ofSeconds(30), day, day, Duration.ofMinutes(10), Duration.ofSeconds(10))));
        send(backend, list()).answer();
        Pending call = send(backend, call(FakeServer.HANG));
        eventually(() -> server.last().inFlight.get() == 1);
        clock.advance(BackendConfig.Timeouts.DEFAULT.idle().multipliedBy(2));
        assertThat(server.open()).isEqualTo(1);
        server.last().crash("killed");
        call.error();
        send(backend, list()).answer();
        clock.advance(BackendConfig.Timeouts.DEFAULT.idle().multipliedBy(2));
        eventually(() -> server.open() == 0);
        assertThat(backend.state()).isEqualTo(new ServerState.Stopped(ServerState.Stopped.UNUSED));
        send(backend, list()).answer();
        assertThat(backend.state()).isInstanceOf(ServerState.Ready.class);
    }

    @Test
    void what_its_operator_stopped_only_its_operator_starts() {
        send(backend, list()).answer();
        backend.stop();
        eventually(() -> server.open() == 0);
        assertThat(send(backend, list()).error()).hasMessageContaining("stopped by its operator");
        backend.start();
        eventually(() -> server.open() == 1);
        send(backend, list()).answer();
        backend.restart();
        send(backend, list()).answer();
        assertThat(server.connects).hasValue(3);
    }

    @Test
    void closing_fails_what_is_under_way_and_waits_for_the_end() {
        Pending call = send(backend, call(FakeServer.HANG));
        eventually(() -> server.open() == 1 && server.last().inFlight.get() == 1);
        backend.close();
        assertThat(server.open()).isZero();
        assertThat(call.error()).hasMessageContaining("\"files\"");
    }

    private ServerBackend backend(BackendConfig config) {
        ServerBackend made = new ServerBackend("files", List.of(server), config, clock, BackendMeter.NONE);
        made.listen(new BackendEvents() {
            @Override
            public void listChanged(String name, ListKind list, ScopeKey scope) {}

            @Override
            public void connected(String name, ScopeKey scope) {}

            @Override
            public void stateChanged(String name, ServerState state) {
                told.add(state.word());
            }
        });
        return made;
    }
}
