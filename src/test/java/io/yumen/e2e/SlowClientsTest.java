package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.server.HttpServerLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send or read as slowly as they can, by slowhttptest: everybody else is served meanwhile, and they are cut off. */
@Timeout(240)
class SlowClientsTest {
    private static final HttpServerLimits LIMITS = HttpServerLimits.DEFAULT;

    /**
     * What the tool is told.
     *
     * @param mode its option
     * @param path where it goes
     * @param seconds after how long it gives up by itself
     * @param options what else it is told
     */
    private record Attack(String mode, String path, int seconds, List<String> options) {}

    private static final Attack HEADS = new Attack("-H", "/mcp", 90, List.of("-i", "2"));
    private static final Attack BODIES = new Attack(
            "-B",
            "/mcp",
            90,
            List.of(
                    "-i",
                    "2",
                    "-t",
                    "POST",
                    "-s",
                    "8192",
                    "-f",
                    "application/json",
                    "-m",
                    "application/json, text/event-stream"));

    /** Who reads slowly has his short answer in the buffers of the kernel. */
    private static final Attack READERS =
            new Attack("-X", "/health/live", 15, List.of("-w", "1", "-y", "8", "-n", "2", "-z", "1", "-k", "3"));

    private static final int CONNECTIONS = 200;

    /** Columns of its report, which has a line for each second. */
    private static final int CLOSED = 1;

    private static final int CONNECTED = 3;
    private static final Pattern ENDED = Pattern.compile("Test ended on (\\d+)[a-z]+ second");

    /** How much later than at its timeout a connection may be gone. */
    private static final int GRACE_SECONDS = 2;

    private static final int CALLS_BEFORE = 50;

    /** Calls may take that many times as long as the slowest that nobody disturbed: the tools need the processor, too. */
    private static final int SLOWER = 10;

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
        List<Long> before = new ArrayList<>();
        List<Long> meanwhile = new ArrayList<>();
        try (Talker talker = Talker.of("modern", gateway.endpoint())) {
            for (int i = 0; i < 2 * CALLS_BEFORE; i++) {
                long nanos = call(talker, i);
                if (i >= CALLS_BEFORE) {
                    before.add(nanos);
                }
            }
            for (Attack attack : List.of(HEADS, BODIES, READERS)) {
                attackers.add(begin(attack));
            }
            while (attackers.stream().anyMatch(Process::isAlive)) {
                meanwhile.add(call(talker, meanwhile.size()));
                boolean ignored = attackers.getFirst().waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        meanwhile.sort(Comparator.naturalOrder());
        assertThat(meanwhile.get(meanwhile.size() / 2))
                .as("calls meanwhile, beside the slowest of those before")
                .isLessThan(SLOWER * Collections.max(before));
        for (Attack attack : List.of(HEADS, BODIES, READERS)) {
            assertThat(Files.readString(log(attack)))
                    .as("%s: the service was available to its last probe", attack)
                    .contains("service available")
                    .doesNotContain("service available:   NO");
        }
        assertCut(HEADS, LIMITS.headerTimeout());
        assertCut(BODIES, LIMITS.bodyTimeout());
        Peers.report(
                "slow-clients",
                "slowhttptest: 600 slow heads, bodies and readers; " + meanwhile.size() + " calls answered meanwhile");
    }

    /** Each connection was cut off, and the last of them soon after the time for it was over. */
    private void assertCut(Attack attack, Duration timeout) throws IOException {
        String said = Files.readString(log(attack));
        assertThat(said)
                .as("%s: each was cut off before the tool gave up", attack)
                .contains("No open connections left");
        Matcher ended = ENDED.matcher(said);
        assertThat(ended.find()).as(said).isTrue();
        assertThat(Integer.parseInt(ended.group(1)) - opened(attack))
                .as("%s: seconds from the last that was opened to the last that was closed", attack)
                .isLessThanOrEqualTo((int) timeout.toSeconds() + GRACE_SECONDS);
    }

    /** The second by which all were opened: of its report's columns, as many were closed or connected as there are. */
    private int opened(Attack attack) throws IOException {
        return Files.readAllLines(folder.resolve("slow" + attack.mode() + ".csv")).stream()
                .skip(1)
                .map(line ->
                        Stream.of(line.split(",", -1)).map(Integer::valueOf).toList())
                .filter(second -> second.get(CLOSED) + second.get(CONNECTED) == CONNECTIONS)
                .findFirst()
                .orElseThrow()
                .getFirst();
    }

    /** How long a call took that was answered rightly. */
    private static long call(Talker talker, int number) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        assertThat(talker.text("echo", "{\"message\": \"m%d\"}".formatted(number)))
                .isEqualTo("m" + number);
        return System.nanoTime() - begun;
    }

    private Process begin(Attack attack) throws IOException {
        List<String> command = new ArrayList<>(List.of("slowhttptest", attack.mode()));
        command.addAll(attack.options());
        command.addAll(List.of(
                "-c",
                String.valueOf(CONNECTIONS),
                "-r",
                "100",
                "-l",
                String.valueOf(attack.seconds()),
                "-p",
                "5",
                "-g",
                "-o",
                folder.resolve("slow" + attack.mode()).toString(),
                "-u",
                gateway.endpoint().resolve(attack.path()).toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(attack).toFile())
                .start();
    }

    private Path log(Attack attack) {
        return folder.resolve("slow" + attack.mode() + ".log");
    }
}
