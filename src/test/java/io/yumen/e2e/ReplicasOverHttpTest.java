package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server that runs twice, as two processes that speak HTTP; one of them is killed under load, and comes back. */
class ReplicasOverHttpTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CLIENTS = 4;
    private static final Pattern CALLS =
            Pattern.compile("mcp_requests_total\\{method=\"tools/call\",server=\"\",status=\"success\"\\} ([0-9.E]+)");

    @TempDir
    Path directory;

    private final List<Served> replicas = new ArrayList<>();

    @AfterEach
    void stop() {
        replicas.forEach(Served::close);
    }

    @Test
    void no_safe_call_fails_when_a_replica_is_killed_and_it_is_used_again_when_it_is_back() throws Exception {
        int one = freePort();
        int two = freePort();
        Served first = replica(one);
        replica(two);
        String configuration = """
                {"listen": {"port": 0},
                 "serverDefaults": {"healthInterval": "200ms", "healthTimeout": "1s"},
                 "mcpServers": {"twice": {"urls": ["http://127.0.0.1:%d/mcp", "http://127.0.0.1:%d/mcp"],
                                          "restartDelay": "100ms"}}}""".formatted(one, two);
        try (Gateway gateway = Gateway.start(ConfigFile.parse(configuration));
                SafeLoad load = new SafeLoad(gateway)) {
            Await.until("both are used", LIMIT, () -> calls(0) > 20 && calls(1) > 20);
            assertThat(state(gateway)).isEqualTo("ready");

            first.signal("KILL");
            Await.until("it is seen", LIMIT, () -> state(gateway).equals("degraded"));
            assertThat(gateway.health().servers().get("twice").reason()).contains("1 of 2 replicas");
            int answered = load.answered.get();
            Await.until("the other one serves", LIMIT, () -> load.answered.get() > answered + 50);

            first.close();
            replicas.set(0, start(one));
            Await.until("it is used again", LIMIT, () -> calls(0) > 20);
            Await.until("all is well", LIMIT, () -> state(gateway).equals("ready"));
            assertThat(load.failures).isEmpty();
        }
    }

    private static String state(Gateway gateway) {
        return gateway.health().servers().get("twice").state();
    }

    private double calls(int replica) throws IOException, InterruptedException {
        Matcher matcher = CALLS.matcher(replicas.get(replica).get("/metrics").body());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private Served replica(int port) throws IOException {
        Served served = start(port);
        replicas.add(served);
        return served;
    }

    private Served start(int port) throws IOException {
        Path file = directory.resolve(port + ".json");
        Files.writeString(
                file,
                "{\"listen\": {\"port\": %d}, \"mcpServers\": {\"everything\": {\"service\": \"everything\"}}}"
                        .formatted(port));
        return Served.start(file);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Clients of both eras that call a read-only tool over and over. */
    private static final class SafeLoad implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicInteger answered = new AtomicInteger();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new ArrayList<>();

        SafeLoad(Gateway gateway) throws IOException, InterruptedException {
            for (int i = 0; i < CLIENTS; i++) {
                Talker talker = Talker.of(i % 2 == 0 ? "modern" : "legacy", gateway.endpoint());
                assertThat(talker.tools()).contains("echo");
                threads.add(Thread.ofVirtual().start(() -> run(talker)));
            }
        }

        private void run(Talker talker) {
            try (talker) {
                while (!ended.get()) {
                    String said = talker.text("echo", "{\"message\": \"m\"}");
                    if (said.endsWith("m")) {
                        answered.incrementAndGet();
                    } else {
                        failures.add(said);
                    }
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            ended.set(true);
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
