package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send or read as slowly as they can, by slowhttptest: everybody else is served meanwhile, and they are cut off. */
@Timeout(240)
class SlowClientsTest {
    private static final List<List<String>> ATTACKS = List.of(
            List.of("slowhttptest", "-H", "-i", "2"),
            List.of("slowhttptest", "-B", "-i", "2", "-t", "POST", "-s", "8192"),
            List.of("slowhttptest", "-X", "-w", "1", "-y", "8", "-n", "2", "-z", "1", "-k", "3"));

    /** How many of them send slowly; who reads slowly has his short answer in the buffers of the kernel. */
    private static final int SENDERS = 2;

    @TempDir
    Path folder;

    private Served gateway;
    private final List<Process> attackers = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        gateway = Served.start(Files.writeString(folder.resolve("mcp.json"), """
                {"listen": {"port": 0}, "mcpServers": {"everything": {"service": "everything"}}}"""));
    }

    @AfterEach
    void stop() {
        attackers.forEach(Process::destroyForcibly);
        gateway.close();
    }

    @Test
    void slow_heads_bodies_and_readers_keep_nobody_out() throws Exception {
        for (List<String> attack : ATTACKS) {
            attackers.add(begin(attack));
        }
        int served = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (attackers.stream().anyMatch(Process::isAlive)) {
                assertThat(health(client).statusCode()).isEqualTo(200);
                served++;
                boolean ignored = attackers.getFirst().waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        for (int i = 0; i < ATTACKS.size(); i++) {
            assertThat(Files.readString(log(ATTACKS.get(i))))
                    .as("%s: the service was available to its last probe", ATTACKS.get(i))
                    .contains("service available")
                    .doesNotContain("service available:   NO");
        }
        for (List<String> attack : ATTACKS.subList(0, SENDERS)) {
            assertThat(Files.readString(log(attack)))
                    .as("%s: each was cut off before the tool gave up", attack)
                    .contains("No open connections left");
        }
        Peers.report(
                "slow-clients",
                "slowhttptest: 600 slow heads, bodies and readers; " + served + " requests served meanwhile");
    }

    private Process begin(List<String> attack) throws IOException {
        List<String> command = new ArrayList<>(attack);
        command.addAll(List.of(
                "-c",
                "200",
                "-r",
                "100",
                "-l",
                ATTACKS.indexOf(attack) < SENDERS ? "90" : "15",
                "-p",
                "5",
                "-u",
                gateway.endpoint().resolve("/health/live").toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(attack).toFile())
                .start();
    }

    private Path log(List<String> attack) {
        return folder.resolve("slow" + attack.get(1) + ".log");
    }

    private HttpResponse<String> health(HttpClient client) throws IOException, InterruptedException {
        URI probe = gateway.endpoint().resolve("/health/live");
        return client.send(
                HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }
}
