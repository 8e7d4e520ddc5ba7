package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that runs several times as one server. */
class ReplicaProcessesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PROGRAM = "small.mjs twin";

    @TempDir
    Path directory;

    private Served gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void the_work_is_shared_and_a_process_that_is_killed_costs_no_safe_call() throws Exception {
        Path file = Files.writeString(directory.resolve("mcp.json"), """
                {"listen": {"port": 0}, "mcpServers": {"twin": {
                   "command": "%s", "args": ["%s", "twin"], "replicas": 3, "start": "eager",
                   "restartDelay": "50ms", "healthInterval": "200ms"}}}""".formatted(
                        Peers.node(), Path.of("e2e/servers/small.mjs").toAbsolutePath()));
        gateway = Served.start(file);
        Await.until("all run", LIMIT, () -> programs().size() == 3);
        try (Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(talker.tools()).contains("twin");
            try (Load load = Load.of(gateway.endpoint(), "twin")) {
                Await.until("it works", LIMIT, () -> load.answered() > 20);
                for (int i = 0; i < 3; i++) {
                    Long victim = programs().keySet().iterator().next();
                    assertThat(ProcessHandle.of(victim).orElseThrow().destroyForcibly())
                            .isTrue();
                    Await.until(
                            "it is replaced",
                            LIMIT,
                            () -> !programs().containsKey(victim) && programs().size() == 3);
                }
                int answered = load.answered();
                Await.until("it goes on", LIMIT, () -> load.answered() > answered + 20);
                assertThat(load.failures()).isEmpty();
            }
        }
    }

    /** The programs themselves, without what stands around them. */
    private Map<Long, String> programs() {
        Map<Long, String> all = gateway.family(PROGRAM);
        all.values().removeIf(line -> !line.startsWith(Peers.node()));
        return all;
    }
}
