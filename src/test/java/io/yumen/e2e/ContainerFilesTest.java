package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What linters of container files ask. */
class ContainerFilesTest {
    private static final Path FOLDER = Path.of("packaging", "container");

    @Test
    void the_container_runs_as_a_user_without_rights_on_a_base_of_a_fixed_version() throws IOException {
        List<String> lines = instructions(FOLDER.resolve("Containerfile"));

        assertThat(lines.getFirst()).matches("FROM \\S+:[0-9][0-9.]+\\S*");
        assertThat(lines).noneMatch(line -> line.startsWith("ADD ") || line.contains("sudo") || line.contains("curl"));
        assertThat(lines.stream().filter(line -> line.startsWith("USER ")).toList())
                .containsExactly("USER 10001:10001");
        assertThat(lines.subList(lines.indexOf("USER 10001:10001"), lines.size()))
                .as("nothing is made by that user")
                .noneMatch(line -> line.startsWith("RUN ") || line.startsWith("COPY "));
        assertThat(lines).noneMatch(line -> line.matches("(?i)(ENV|ARG) .*(token|secret|password|key)=.*"));
        assertThat(lines)
                .filteredOn(line -> line.matches("(ENTRYPOINT|CMD) .*"))
                .allMatch(line -> line.contains("[\""));
        assertThat(lines)
                .filteredOn(line -> line.contains("apt-get install"))
                .allSatisfy(
                        line -> assertThat(line).contains("--no-install-recommends", "rm -rf /var/lib/apt/lists/*"));
    }

    @Test
    void the_example_takes_all_from_the_container_that_it_does_not_need() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("compose.yaml")))
                .contains("user: \"10001:10001\"", "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true")
                .contains("mem_limit:", "pids_limit:", "stop_grace_period:", "/etc/yumen/yumen.json:ro", "/tls:ro")
                .doesNotContain("privileged: true", "network_mode: host", "docker.sock", "pid: host");
    }

    /** Each with the lines that it goes on in, without comments. */
    static List<String> instructions(Path file) throws IOException {
        return Files.readString(file)
                .replaceAll("(?m)^#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
