package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about users, asked of a gateway that runs. */
@Timeout(120)
class UsersTest {
    @TempDir
    Path directory;

    private Shell shell;
    private Path configuration;

    @BeforeEach
    void configure() throws IOException {
        shell = new Shell(
                directory, Map.of("XDG_STATE_HOME", directory.toString(), "XDG_RUNTIME_DIR", directory.toString()));
        configuration = Files.writeString(directory.resolve("yumen.json"), """
                {"mcpServers": {"everything": {"service": "everything"}}, "access": {"login": {}}}""");
    }

    @Test
    void users_are_made_listed_changed_and_removed() throws Exception {
        try (Served gateway = Served.start(shell, configuration, "--port", "0")) {
            String url = gateway.endpoint().resolve("/").toString();
            Shell.Said made = shell.yumen("user", "create", "ann", "--role", "operator", "--url", url);
            assertThat(made.exitCode()).as("%s", made).isZero();
            assertThat(made.out().strip()).hasSizeGreaterThan(20);

            assertThat(shell.yumen("user", "create", "Ann", "--url", url).err())
                    .contains("There is a user of that name");
            assertThat(shell.yumen("user", "create", "a b", "--url", url).err()).contains("The name of a user");
            assertThat(shell.yumen("user", "list", "--url", url).out()).contains("ann", "operator");
            assertThat(shell.yumen("user", "list", "--json", "--url", url).out())
                    .contains("\"name\"")
                    .doesNotContain("argon2", made.out().strip());
            Shell.Said changed = shell.yumen("user", "password", "ann", "--url", url);
            assertThat(changed.out()).isNotEqualTo(made.out()).isNotBlank();
            assertThat(shell.yumen("user", "remove", "ann", "--url", url).exitCode())
                    .isZero();
            assertThat(shell.yumen("user", "remove", "ann", "--url", url).err()).contains("There is no such user");
        }
    }
}
