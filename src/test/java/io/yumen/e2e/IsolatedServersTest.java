package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file server of npm behind a gateway, at each level of isolation: it works, and what it may not see it cannot read. */
@Timeout(180)
class IsolatedServersTest {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final String SECRET = "s3cret";

    @TempDir
    Path folder;

    private Path data;
    private Path secret;
    private Shell shell;

    @BeforeEach
    void prepare() throws IOException {
        Path real = folder.toRealPath();
        data = Files.createDirectories(real.resolve("data"));
        Files.writeString(data.resolve("note"), "a note");
        secret = Files.writeString(
                Files.createDirectories(real.resolve("state/yumen")).resolve("secret"), SECRET);
        Path runtime = Files.createDirectories(real.resolve("run"));
        shell = new Shell(
                HERE,
                Map.of("XDG_STATE_HOME", real.resolve("state").toString(), "XDG_RUNTIME_DIR", runtime.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "process", "files", "sealed"})
    void a_server_of_npm_works_at_each_level(String level) throws Exception {
        boolean hasFolders = level.equals("files") || level.equals("sealed");
        String isolation = hasFolders ? object(level) : "\"" + level + "\"";
        try (Served gateway = Served.start(shell, configuration(isolation, ""), "--port", "0");
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(read(talker, data.resolve("note"))).contains("a note");
            assertThat(write(talker, data.resolve("new"))).doesNotContain("EROFS");
            assertThat(data.resolve("new")).hasContent("written");
            // The server itself would hand it out: it may use the whole folder.
            assertThat(read(talker, secret).contains(SECRET)).isEqualTo(level.equals("none"));
            assertThat(report(gateway).path("servers").path(0).path("isolation").asString())
                    .isEqualTo(level);
        }
    }

    @Test
    void what_is_only_to_be_read_is_not_changed() throws Exception {
        String isolation = "{\"level\": \"files\", \"read\": [\"%s\", \"%s\"]}".formatted(data, modules());
        try (Served gateway = Served.start(shell, configuration(isolation, ""), "--port", "0");
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(read(talker, data.resolve("note"))).contains("a note");
            assertThat(write(talker, data.resolve("new"))).contains("EROFS");
            assertThat(data.resolve("new")).doesNotExist();
        }
    }

    @Test
    void a_server_below_the_minimum_does_not_start_and_one_that_says_nothing_gets_it() throws Exception {
        Path low = configuration("\"process\"", "\"minimumIsolation\": \"files\"");
        try (Served gateway = Served.start(shell, low, "--port", "0");
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(read(talker, data.resolve("note")))
                    .contains("Its isolation is", "process", "minimumIsolation of this gateway is", "Set a higher");
        }
        try (Served gateway =
                Served.start(shell, configuration("", "\"minimumIsolation\": \"sealed\""), "--port", "0")) {
            assertThat(report(gateway).path("servers").path(0).path("isolation").asString())
                    .isEqualTo("sealed");
            try (Talker talker = Talker.of("modern", gateway.endpoint())) {
                assertThat(read(talker, data.resolve("note"))).contains("is not to be seen at its isolation");
            }
        }
    }

    @Test
    void without_bubblewrap_a_server_runs_as_well_as_it_can_unless_more_is_demanded() throws Exception {
        Shell bare = new Shell(HERE, withoutBubblewrap());
        try (Served gateway = Served.start(bare, configuration("", ""), "--port", "0");
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(read(talker, data.resolve("note"))).contains("a note");
            JsonNode report = report(gateway);
            assertThat(report.path("servers").path(0).path("isolation").asString())
                    .isEqualTo("none");
            assertThat(report.path("machine").path("isolation").asString()).isEqualTo("none");
            assertThat(report.path("machine").path("lacks").asString()).contains("install the package bubblewrap");
        }
        try (Served gateway = Served.start(bare, configuration("\"process\"", ""), "--port", "0");
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(read(talker, data.resolve("note")))
                    .contains("cannot be had here", "install the package bubblewrap");
        }
    }

    @Test
    void doctor_says_what_the_machine_can_do_and_what_each_server_has() throws Exception {
        Path configuration = configuration(object("sealed"), "");

        assertThat(shell.yumen("doctor", "-c", configuration.toString()).out())
                .contains("isolated up to the level \"sealed\"")
                .contains("server files answers, its processes at the isolation \"sealed\"");
        assertThat(new Shell(HERE, withoutBubblewrap())
                        .yumen("doctor", "-c", configuration.toString())
                        .out())
                .contains("problem  processes of servers can be isolated up to the level \"none\"")
                .contains("problem  server files answers: ", "\"sealed\" cannot be had here");
    }

    private Map<String, String> withoutBubblewrap() throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        for (String name : List.of("sh", "setsid", "sleep", "grep", "kill", "cat", "env")) {
            for (Path directory : List.of(Path.of("/bin"), Path.of("/usr/bin"))) {
                Path link = programs.resolve(name);
                if (Files.exists(directory.resolve(name)) && Files.notExists(link)) {
                    Files.createSymbolicLink(link, directory.resolve(name));
                }
            }
        }
        Map<String, String> environment = new HashMap<>(shell.environment());
        environment.put("PATH", programs.toString());
        return environment;
    }

    private Path configuration(String isolation, String more) throws IOException {
        String own = isolation.isEmpty() ? "" : ", \"isolation\": " + isolation;
        return Files.writeString(
                Files.createDirectories(folder.resolve("configuration")).resolve("yumen.json"), """
                {"mcpServers": {"files": {"command": "%s", "args": ["%s", "%s"], "maxRestarts": 5%s}}%s}""".formatted(
                                Peers.node(),
                                Peers.module("@modelcontextprotocol/server-filesystem/dist/index.js"),
                                folder.toRealPath(),
                                own,
                                more.isEmpty() ? "" : ", " + more));
    }

    /** The file server looks for the whole folder when it starts: what of it is named is there. */
    private String object(String level) {
        return "{\"level\": \"%s\", \"read\": [\"%s\"], \"write\": [\"%s\"]}".formatted(level, modules(), data);
    }

    private static Path modules() {
        return Path.of("e2e/node_modules").toAbsolutePath();
    }

    private static String read(Talker talker, Path file) throws Exception {
        return talker.text("read_text_file", "{\"path\": \"" + file + "\"}");
    }

    private static String write(Talker talker, Path file) throws Exception {
        return talker.text("write_file", "{\"path\": \"" + file + "\", \"content\": \"written\"}");
    }

    private static JsonNode report(Served gateway) throws Exception {
        return JsonMapper.shared().readTree(gateway.get("/api/v1/servers").body());
    }
}
