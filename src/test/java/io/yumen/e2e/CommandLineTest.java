package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands as a user runs them, each a process of its own. */
class CommandLineTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Path home;
    private Path project;
    private Shell shell;
    private Process running;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        project = Files.createDirectory(directory.resolve("project"));
        shell = new Shell(project, Map.of("HOME", home.toString()));
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    @Test
    void a_configuration_from_its_first_server_to_its_last() throws Exception {
        Path file = home.resolve(".config/yumen/yumen.json");
        assertThat(shell.yumen("list").out()).contains("No servers yet");
        Shell.Said added = shell.yumen(
                "add",
                "small",
                "--env",
                "A=1",
                "--",
                Peers.node(),
                Path.of("e2e/servers/small.mjs").toAbsolutePath().toString(),
                "small");
        assertThat(added).isEqualTo(new Shell.Said(0, "Added small to " + file + "\n", ""));
        assertThat(shell.yumen("add", "demo", "--service", "everything").exitCode())
                .isZero();
        assertThat(Files.readString(file.resolveSibling("yumen.json.bak")))
                .contains("small")
                .doesNotContain("demo");

        assertThat(shell.yumen("tools", "small").out())
                .contains("small/small_slow")
                .doesNotContain("demo/");
        Shell.Said called = shell.yumen("call", "small/small_variable", "{\"name\": \"A\"}");
        assertThat(called).isEqualTo(new Shell.Said(0, "small 1\n", ""));
        assertThat(shell.yumen("call", "add", "{\"a\": 2, \"b\": 40}").out()).contains("42");
        Shell.Said failed = shell.yumen("call", "demo/test_error_handling", "--json");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(JsonMapper.shared().readTree(failed.out()).path("isError").asBoolean())
                .isTrue();

        assertThat(shell.yumen("disable", "small").exitCode()).isZero();
        assertThat(shell.yumen("list").out()).contains("small                    disabled", "built-in: everything");
        assertThat(shell.yumen("check").out()).contains("is good: 1 server\n");
        assertThat(shell.yumen("enable", "small").exitCode()).isZero();
        assertThat(shell.yumen("remove", "demo").exitCode()).isZero();
        assertThat(shell.yumen("check").out()).contains("is good: 1 server\n");
        assertThat(shell.yumen("remove", "demo"))
                .isEqualTo(new Shell.Said(1, "", "yumen.json: There is no server \"demo\"\n"));
    }

    @Test
    void the_servers_of_every_client_are_taken_over() throws Exception {
        copyClients();
        Path file = Files.writeString(
                project.resolve("yumen.json"), "{\"mcpServers\": {\"hf\": {\"service\": \"everything\"}}}");
        String before = Files.readString(file);

        assertThat(shell.yumen("import", "--dry-run").out())
                .contains("Imported playwright from vscode", "Nothing was changed");
        assertThat(Files.readString(file)).isEqualTo(before);
        Shell.Said imported = shell.yumen("import");

        assertThat(imported.exitCode()).isZero();
        assertThat(imported.err()).isEmpty();
        assertThat(imported.out())
                .contains("Kept     hf: there is one already")
                .contains("Left out asks of vscode")
                .contains("Set the variable INPUT_SERVICE_KEY");
        assertThat(Files.readString(project.resolve("yumen.json.bak"))).isEqualTo(before);
        JsonNode servers = JsonMapper.shared().readTree(file).path("mcpServers");
        assertThat(servers.propertyNames())
                .containsExactlyInAnyOrder(
                        "hf",
                        "filesystem",
                        "sentry",
                        "airtable",
                        "api",
                        "local-python",
                        "playwright",
                        "github",
                        "in-settings",
                        "cline-local",
                        "cline-remote",
                        "roo-remote",
                        "figma",
                        "gemini-http",
                        "zed-local",
                        "kiro-fetch",
                        "amazon-docs",
                        "copilot-local",
                        "one",
                        "templated");
        assertThat(servers.at("/local-python/args/0").asString()).isEqualTo(project + "/server.py");
        assertThat(servers.at("/figma/url").asString()).isEqualTo("https://figma.example.com/mcp");
        assertThat(servers.at("/cline-local/requestTimeout").asString()).isEqualTo("90s");
        assertThat(servers.at("/gemini-http/requestTimeout").asInt()).isEqualTo(5000);
        assertThat(servers.at("/gemini-http/disabledTools/0").asString()).isEqualTo("delete_everything");
        assertThat(servers.at("/roo-remote/disabled").asBoolean()).isTrue();
        assertThat(servers.at("/templated/scope").asString()).isEqualTo("user");
        assertThat(shell.yumen("check").out()).contains("is good: 19 servers");
        assertThat(shell.yumen("import", "cursor").out())
                .contains("Kept     local-python")
                .doesNotContain("figma");
    }

    @Test
    void status_and_doctor_say_how_it_fares_by_their_exit_codes() throws Exception {
        Path file = Files.writeString(project.resolve("yumen.json"), """
                {"listen": {"port": 0}, "mcpServers": {"demo": {"service": "everything"}}}""");
        try (Served gateway = Served.start(file)) {
            String port = Integer.toString(gateway.endpoint().getPort());

            Shell.Said status = shell.yumen("status", "--port", port);
            assertThat(status.exitCode()).isZero();
            assertThat(JsonMapper.shared().readTree(status.out()).path("status").asString())
                    .isEqualTo("ok");
            assertThat(shell.yumen("status", "--url", "http://localhost:" + port)
                            .exitCode())
                    .isZero();
            gateway.signal("TERM");
            assertThat(gateway.exitCode(LIMIT)).isZero();
            Shell.Said gone = shell.yumen("status", "--port", port);
            assertThat(gone.exitCode()).isEqualTo(3);
            assertThat(gone.err()).contains("No gateway answers at http://127.0.0.1:" + port, "yumen serve");
        }
        assertThat(shell.yumen("doctor").out()).contains("ok       server demo answers", "All is well");
        Files.writeString(
                file, "{\"listen\": {\"port\": 0}, \"mcpServers\": {\"lost\": {\"command\": \"/nowhere/at/all\"}}}");
        Shell.Said sick = shell.yumen("doctor");
        assertThat(sick.exitCode()).isEqualTo(1);
        assertThat(sick.out()).contains("problem  server lost answers", "/nowhere/at/all", "1 thing to look at");
    }

    @Test
    void everything_is_a_server_of_its_own_over_http() throws Exception {
        start("everything", "--http", "--port", "0");
        try (BufferedReader out = running.inputReader()) {
            URI endpoint = URI.create(out.readLine());
            for (String era : List.of("legacy", "modern")) {
                try (Talker talker = Talker.of(era, endpoint)) {
                    assertThat(talker.text("add", "{\"a\": 2, \"b\": 40}")).contains("42");
                }
            }
            running.destroy();
            assertThat(running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(running.exitValue()).isZero();
        }
    }

    @Test
    void everything_is_a_server_of_its_own_behind_a_pipe() throws Exception {
        start("everything", "--stdio");
        try (BufferedReader out = running.inputReader()) {
            try (BufferedWriter in = running.outputWriter()) {
                initialize(in, out);
                in.write("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/call\", \"params\": {\"name\": \"add\","
                        + " \"arguments\": {\"a\": 2, \"b\": 40}}}\n");
                in.flush();
                assertThat(out.readLine()).contains("42");
            }
            assertThat(running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(running.exitValue()).isZero();
        }
    }

    @Test
    void a_pipe_follows_its_file_too() throws Exception {
        Path file = Files.writeString(
                project.resolve("yumen.json"), "{\"mcpServers\": {\"demo\": {\"service\": \"everything\"}}}");
        start("stdio");
        try (BufferedReader out = running.inputReader();
                BufferedWriter in = running.outputWriter()) {
            initialize(in, out);
            Files.writeString(
                    file, "{\"mcpServers\": {\"demo\": {\"service\": \"everything\", \"disabledTools\": [\"add\"]}}}");
            String told = out.readLine();
            while (!told.contains("notifications/tools/list_changed")) {
                told = out.readLine();
            }
            in.write("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/list\"}\n");
            in.flush();
            String tools = out.readLine();
            while (!tools.contains("\"id\":2")) {
                tools = out.readLine();
            }
            assertThat(tools).contains("\"echo\"").doesNotContain("\"add\"");
        }
    }

    private static void initialize(BufferedWriter in, BufferedReader out) throws IOException {
        in.write(
                "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"initialize\", \"params\": {\"protocolVersion\": \"2025-11-25\","
                        + " \"capabilities\": {}, \"clientInfo\": {\"name\": \"t\", \"version\": \"1\"}}}\n");
        in.write("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}\n");
        in.flush();
        assertThat(out.readLine()).contains("\"protocolVersion\":\"2025-11-25\"");
    }

    private void start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Peers.yumen(arguments))
                .directory(project.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", home.toString());
        running = builder.start();
    }

    /** The files of the clients, where each client keeps its own. */
    private void copyClients() throws IOException {
        Path fixtures = Path.of("src/test/resources/clients");
        try (Stream<Path> files = Files.walk(fixtures)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Hidden where the client looks, and seen here.
                String place = ("/" + fixtures.relativize(file)).replace("/_", "/.");
                Path copy = directory.resolve(place.substring(1));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("PROJECT", project.toString()));
            }
        }
    }
}
