package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway remembers, copied and put back by commands. */
class StateTest {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    @TempDir
    Path directory;

    private Path file;
    private Path state;
    private Shell shell;

    @BeforeEach
    void configure() throws IOException {
        state = directory.resolve("state");
        file = Files.writeString(directory.resolve("mcp.json"), """
                {"listen": {"port": 0}, "access": {}, "state": "%s",
                 "mcpServers": {"demo": {"service": "everything"}}}""".formatted(state));
        Path runtime = Files.createDirectory(directory.resolve("runtime"));
        shell = new Shell(directory, Map.of("XDG_RUNTIME_DIR", runtime.toString()));
    }

    @Test
    void a_key_that_was_backed_up_opens_again_after_the_state_was_lost() throws Exception {
        String key;
        try (Served gateway = Served.start(shell, file)) {
            key = shell.yumen("key", "create", "ann", "--role", "monitor").out().strip();
            assertThat(health(gateway, key)).isEqualTo(OK);
            Shell.Said made = shell.yumen("backup", "copy.yumen", "--config", file.toString());
            assertThat(made.err()).isEmpty();
            assertThat(made.out()).contains("Wrote copy.yumen: ", " entries of " + state, "master.key");

            assertThat(shell.yumen("backup", "copy.yumen", "--config", file.toString()))
                    .isEqualTo(new Shell.Said(1, "", "copy.yumen exists; --force replaces it\n"));
            assertThat(shell.yumen("backup", "copy.yumen", "--config", file.toString(), "--force")
                            .exitCode())
                    .isZero();
            assertThat(shell.yumen("restore", "copy.yumen", "--force", "--config", file.toString())
                            .err())
                    .contains("in use by process " + gateway.process().pid() + ". Stop that process");
        }
        Files.delete(state.resolve("state.db"));
        Served lost = Served.launch(shell, file);
        try (lost) {
            Await.until(
                    "it gives up", Duration.ofSeconds(30), () -> !lost.process().isAlive());
            assertThat(lost.errors()).contains("is damaged: it is gone or empty", "yumen restore FILE");
        }
        assertThat(shell.yumen("restore", "copy.yumen", "--config", file.toString())
                        .out())
                .contains("Restored ");
        try (Served gateway = Served.start(shell, file)) {
            assertThat(health(gateway, key)).isEqualTo(OK);
            assertThat(health(gateway, "another")).isEqualTo(UNAUTHORIZED);
        }
    }

    @Test
    void a_gateway_that_was_stopped_is_backed_up_too_and_is_replaced_only_by_force() throws Exception {
        String config = file.toString();
        assertThat(shell.yumen("backup", "copy.yumen", "--config", config).err())
                .contains("There is no state in " + state);
        Served.start(shell, file).close();
        assertThat(shell.yumen("backup", "copy.yumen", "--config", config).exitCode())
                .isZero();
        assertThat(shell.yumen("restore", "copy.yumen", "--config", config).err())
                .contains("There is a state in " + state, "--force replaces it");
        assertThat(shell.yumen("restore", "copy.yumen", "--config", config, "--force")
                        .exitCode())
                .isZero();
        assertThat(state.resolve("state.db.replaced")).exists();
        Path other = Files.writeString(directory.resolve("other"), "text");
        assertThat(shell.yumen("restore", other.toString(), "--config", config, "--force")
                        .err())
                .contains(other + " cannot be restored", "no backup of Yumen", "Nothing was changed");
    }

    private static int health(Served gateway, String key) throws IOException, InterruptedException {
        gateway.useKey(Optional.of(key));
        return gateway.get("/health").statusCode();
    }
}
