package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.call;
import static io.yumen.backend.life.Requests.eventually;
import static io.yumen.backend.life.Requests.list;
import static io.yumen.backend.life.Requests.send;
import static io.yumen.backend.life.Requests.sessionAskable;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.ServerState;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplicasTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeServer one = FakeServer.modern();
    private final FakeServer two = FakeServer.modern();
    private final FakeServer three = FakeServer.modern();
    private final List<FakeServer> all = List.of(one, two, three);
    private ServerBackend backend = backend(BackendConfig.DEFAULT);

    @AfterEach
    void close() {
        backend.close();
        all.forEach(server -> assertThat(server.open()).isZero());
    }

    @Test
    void requests_go_to_the_replica_with_the_fewest_under_way() {
        List<Exchange> sent = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            sent.add(call(FakeServer.HANG));
            pending.add(send(backend, sent.getLast()));
            int count = i;
            eventually(() -> underWay() == count);
        }
        all.forEach(server -> assertThat(server.last().inFlight).hasValue(3));
        sent.forEach(exchange -> exchange.cancellation().cancel());
        pending.forEach(Pending::error);
    }

    @Test
    void a_replica_that_cannot_be_opened_is_passed_over_and_the_server_is_degraded_until_it_is_back() {
        one.refusal = "refused";
        send(backend, call("x")).answer();
        assertThat(backend.state()).isEqualTo(new ServerState.Degraded("1 of 3 replicas do not answer"));
        one.refusal = null;
        clock.advance(BackendConfig.Health.DEFAULT.interval());
        eventually(() -> backend.state() instanceof ServerState.Ready);
        assertThat(one.open()).isEqualTo(1);
    }

    @Test
    void a_safe_request_that_is_lost_is_sent_to_another_replica() {
        openAll();
        one.answer = (connection, exchange) -> {
            throw DeliveryException.perhapsSent("reset");
        };
        for (int i = 0; i < 10; i++) {
            send(backend, list()).answer();
        }
    }

    @Test
    void a_replica_that_hangs_is_found_by_its_check_and_replaced() {
        openAll();
        two.answer = FakeServer.FakeConnection::hang;
        FakeServer.FakeConnection hung = two.last();
        clock.advance(BackendConfig.Health.DEFAULT.interval());
        eventually(() -> all.stream().allMatch(server -> server.received.contains(Methods.PING)));
        // What is left: the next check, the search for unused connections, and the limit of the check that hangs.
        eventually(() -> clock.pending() <= 3);
        clock.advance(BackendConfig.Health.DEFAULT.timeout());
        eventually(() -> !hung.isOpen());
        two.answer = null;
        clock.advance(BackendConfig.Health.DEFAULT.interval());
        eventually(() -> two.open() == 1);
        assertThat(one.connects).hasValue(1);
    }

    @Test
    void what_belongs_to_a_session_stays_with_one_replica_until_that_is_lost() {
        all.forEach(server -> {
            server.revision = Revision.NEWEST_LEGACY;
            server.attributes = false;
        });
        for (int i = 0; i < 5; i++) {
            send(backend, call("x", sessionAskable("1"))).answer();
        }
        FakeServer used =
                all.stream().filter(server -> server.open() == 1).findFirst().orElseThrow();
        assertThat(used.received).hasSize(5);
        used.refusal = "gone";
        used.last().crash("gone");
        send(backend, call("x", sessionAskable("1"))).answer();
        assertThat(all.stream().mapToLong(FakeServer::open).sum()).isEqualTo(1);
    }

    @Test
    void replicas_that_nobody_uses_are_not_kept_up_by_checks() {
        // Checks answer in real time, which stands still for the clock of this test: they must not be late.
        backend = backend(BackendConfig.DEFAULT.withHealth(
                new BackendConfig.Health(Duration.ofSeconds(10), Duration.ofDays(1), 5, Duration.ofSeconds(15))));
        openAll();
        clock.advance(BackendConfig.Timeouts.DEFAULT.idle().plus(Duration.ofMinutes(5)));
        eventually(() -> all.stream().allMatch(server -> server.open() == 0));
        clock.advance(Duration.ofMinutes(10));
        assertThat(all.stream().mapToInt(server -> server.connects.get()).sum()).isEqualTo(3);
    }

    private void openAll() {
        List<Exchange> sent = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            sent.add(call(FakeServer.HANG));
            pending.add(send(backend, sent.getLast()));
            int count = i;
            eventually(() -> underWay() == count);
        }
        sent.forEach(exchange -> exchange.cancellation().cancel());
        pending.forEach(Pending::error);
        all.forEach(server -> assertThat(server.open()).isEqualTo(1));
    }

    private ServerBackend backend(BackendConfig config) {
        return new ServerBackend("search", List.of(one, two, three), config, clock, BackendMeter.NONE);
    }

    private int underWay() {
        return all.stream()
                .flatMap(server -> server.connections.stream())
                .mapToInt(connection -> connection.inFlight.get())
                .sum();
    }
}
