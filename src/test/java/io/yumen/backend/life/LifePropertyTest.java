package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.call;
import static io.yumen.backend.life.Requests.eventually;
import static io.yumen.backend.life.Requests.list;
import static io.yumen.backend.life.Requests.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.Connector;
import io.yumen.backend.ServerState;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** No order of starts, requests, crashes and stops leaves a connection open or a request waiting. */
final class LifePropertyTest {
    private static final int SCHEDULES = 1000;
    private static final int STEPS = 40;

    @Test
    void no_schedule_leaves_a_connection_open_or_a_request_waiting() {
        LongStream.range(0, SCHEDULES).forEach(seed -> {
            try {
                new Schedule(seed).run();
            } catch (AssertionError failed) {
                throw new AssertionError("With seed " + seed + ": " + failed.getMessage(), failed);
            }
        });
    }

    @Test
    void a_server_that_is_well_again_is_usable_again_after_any_schedule() {
        LongStream.range(SCHEDULES, SCHEDULES + SCHEDULES / 4).forEach(seed -> new Schedule(seed).runAndRecover());
    }

    private static final class Schedule {
        private final Random random;
        private final VirtualClock clock = new VirtualClock();
        private final List<FakeServer> servers = new ArrayList<>();
        private final List<CountDownLatch> gates = new ArrayList<>();
        private final List<Exchange> sent = new ArrayList<>();
        private final List<Pending> pending = new ArrayList<>();
        private final ServerBackend backend;

        Schedule(long seed) {
            random = new Random(seed);
            FakeServer first = random.nextBoolean() ? FakeServer.legacyPipe() : FakeServer.modern();
            int replicas = 1 + random.nextInt(3);
            for (int i = 0; i < replicas; i++) {
                FakeServer server = new FakeServer();
                server.revision = first.revision;
                server.attributes = first.attributes;
                servers.add(server);
            }
            var limits = new BackendConfig.Limits(
                    BackendConfig.Concurrency.fixed(4),
                    4,
                    Duration.ofSeconds(10),
                    2,
                    3 + replicas,
                    4,
                    BackendConfig.Questions.DEFAULT);
            var config = BackendConfig.DEFAULT
                    .withScope(pick(BackendConfig.Scope.values()))
                    .withStart(pick(BackendConfig.Start.values()))
                    .withLimits(limits);
            List<Connector> connectors = List.copyOf(servers);
            backend = new ServerBackend("any", connectors, config, clock, BackendMeter.NONE);
        }

        void run() {
            play();
            backend.close();
            eventually(() -> pending.stream().allMatch(Pending::isDone));
            assertThat(servers.stream().mapToLong(FakeServer::open).sum())
                    .as("open")
                    .isZero();
            assertThat(backend.state()).isEqualTo(new ServerState.Stopped(ServerState.Stopped.BY_OPERATOR));
            gates.forEach(CountDownLatch::countDown);
        }

        void runAndRecover() {
            play();
            servers.forEach(server -> {
                server.slow = null;
                server.refusal = null;
            });
            gates.forEach(CountDownLatch::countDown);
            sent.forEach(exchange -> exchange.cancellation().cancel());
            eventually(() -> pending.stream().allMatch(Pending::isDone));
            backend.start();
            eventually(this::answers);
            backend.close();
        }

        private boolean answers() {
            clock.advance(Duration.ofSeconds(10));
            try {
                send(backend, list()).answer();
                return true;
            } catch (RpcException refused) {
                return false;
            }
        }

        private void play() {
            backend.start();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
        }

        private void step() {
            FakeServer server = servers.get(random.nextInt(servers.size()));
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> request();
                case 4, 5 -> cancel();
                case 6 -> crash(server);
                case 7 -> backend.sessionEnded(new ClientKey.Session("s" + random.nextInt(3)));
                case 8 -> operate();
                case 9 -> server.refusal = server.refusal == null ? "refused" : null;
                case 10 -> slow(server);
                case 11 -> clock.advance(Duration.ofMillis(random.nextInt(90_000)));
                case 12 -> clock.advance(Duration.ofMillis(random.nextInt(2000)));
                default -> Thread.yield();
            }
        }

        private void request() {
            Caller caller = switch (random.nextInt(4)) {
                case 0 -> Requests.stateless();
                case 1 -> Requests.statelessAskable();
                case 2 -> Requests.session("s" + random.nextInt(3));
                default -> Requests.sessionAskable("s" + random.nextInt(3));
            };
            String tool =
                    pick(new String[] {FakeServer.HANG, FakeServer.HANG, FakeServer.CRASH, FakeServer.FORGET, "x"});
            Exchange exchange = random.nextInt(4) == 0 ? list(caller) : call(tool, caller);
            sent.add(exchange);
            pending.add(send(backend, exchange));
        }

        private void cancel() {
            if (!sent.isEmpty()) {
                sent.get(random.nextInt(sent.size())).cancellation().cancel();
            }
        }

        private void crash(FakeServer server) {
            if (!server.connections.isEmpty()) {
                server.connections
                        .get(random.nextInt(server.connections.size()))
                        .crash("crashed");
            }
        }

        private void operate() {
            switch (random.nextInt(3)) {
                case 0 -> backend.stop();
                case 1 -> backend.start();
                default -> backend.restart();
            }
        }

        private void slow(FakeServer server) {
            CountDownLatch gate = server.slow;
            if (gate == null) {
                server.slow = new CountDownLatch(1);
                gates.add(server.slow);
            } else {
                server.slow = null;
                gate.countDown();
            }
        }

        private <T> T pick(T[] choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
