package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The way back in of who runs the machine, and the lockdown from there, whether the gateway runs or not. */
@Timeout(180)
class WayBackTest {
    @TempDir
    private Path directory;

    private Shell shell;
    private Shell elsewhere;
    private Path configuration;

    @BeforeEach
    void configure() throws IOException {
        shell = shell("run");
        elsewhere = shell("other");
        try (ServerSocket free = new ServerSocket(0)) {
            configuration = Files.writeString(directory.resolve("yumen.json"), """
                    {"mcpServers": {"everything": {"service": "everything"}}, "access": {}, "listen": {"port": %d},
                     "state": "%s", "audit": {"trail": "on", "directory": "%s/audit", "key": "%s/keys/audit.key"}}""".formatted(
                            free.getLocalPort(), directory.resolve("state"), directory, directory));
        }
    }

    @Test
    void a_key_that_is_recovered_while_nothing_runs_lets_an_administrator_in() throws Exception {
        Shell.Said made = yumen(shell, "key", "recover");
        assertThat(made.exitCode()).as("%s", made).isZero();
        String key = made.out().strip();
        assertThat(key).startsWith("ymk_");
        assertThat(made.err()).contains("administrator", "admin", "PT24H");
        assertThat(trail())
                .contains("\"place\":\"/api/v1/keys\"", "\"transport\":\"files\"")
                .doesNotContain(key);
        try (Served gateway = Served.start(shell, configuration)) {
            gateway.useKey(Optional.of(key));
            assertThat(gateway.get("/api/v1/keys").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void who_only_answers_where_the_gateway_should_be_is_not_believed() throws Exception {
        int port = JsonMapper.shared()
                .readTree(Files.readString(configuration))
                .at("/listen/port")
                .asInt();
        HttpServer stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        stranger.createContext("/", exchange -> {
            byte[] body =
                    "{\"key\": \"ymk_stranger\", \"since\": \"now\", \"locks\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        stranger.start();
        try {
            assertThat(yumen(shell, "key", "recover").out()).startsWith("ymk_").doesNotContain("stranger");
            assertThat(yumen(shell, "lockdown", "everything").exitCode()).isZero();
            assertThat(yumen(shell, "lockdown", "list").out()).contains("everything");
        } finally {
            stranger.stop(0);
        }
    }

    @Test
    void what_was_locked_while_nothing_ran_is_locked_at_the_next_start_and_can_be_lifted_from_elsewhere()
            throws Exception {
        String key = yumen(shell, "key", "recover").out().strip();
        assertThat(yumen(shell, "lockdown", "everything", "--reason", "a bad day")
                        .out())
                .contains("Locked since", "everything");
        assertThat(yumen(shell, "lockdown", "server", "everything").exitCode()).isZero();
        assertThat(yumen(shell, "lockdown", "list").out()).contains("a bad day", "by files", "server");
        try (Served gateway = Served.start(shell, configuration, "--port", "0")) {
            gateway.useKey(Optional.of(key));
            assertThat(gateway.get("/api/v1/keys").statusCode()).isEqualTo(403);
            String url = gateway.endpoint().resolve("/").toString();
            assertThat(shell.yumen("status", "--url", url).out()).contains("\"everything\" : true", "\"isolated\"");
            // Another environment, and another port than the configuration says: the state leads there.
            Shell.Said lifted = yumen(elsewhere, "lockdown", "everything", "--lift");
            assertThat(lifted.out()).as("%s", lifted).contains("Lifted: everything");
            assertThat(yumen(elsewhere, "lockdown", "everything", "--lift").out())
                    .contains("It was not locked");
            assertThat(gateway.get("/api/v1/keys").statusCode()).isEqualTo(200);
            assertThat(yumen(elsewhere, "lockdown", "server", "everything", "--lift")
                            .out())
                    .contains("Lifted");
            assertThat(shell.yumen("status", "--url", url).out()).doesNotContain("lockdown");
            assertThat(yumen(elsewhere, "lockdown", "principal", "administrator")
                            .exitCode())
                    .isZero();
            assertThat(gateway.get("/api/v1/keys").statusCode()).isEqualTo(401);
            assertThat(yumen(elsewhere, "lockdown", "server", "\u0007").err()).contains("none of them for control");
        }
        assertThat(trail()).contains("/api/v1/lockdown/everything", "/api/v1/lockdown/principals/local/administrator");
    }

    @Test
    void it_is_recorded_where_the_configuration_says_nothing_of_the_audit() throws Exception {
        Path plain = Files.writeString(directory.resolve("plain.json"), """
                {"mcpServers": {}, "access": {}, "listen": {"port": 1}, "state": "%s"}""".formatted(directory.resolve("state")));
        assertThat(shell.yumen("key", "recover", "--config", plain.toString()).exitCode())
                .isZero();
        assertThat(shell.yumen("lockdown", "everything", "--config", plain.toString())
                        .exitCode())
                .isZero();
        assertThat(trail(directory.resolve("state").resolve("audit")))
                .contains("\"place\":\"/api/v1/keys\"", "/api/v1/lockdown/everything", "\"transport\":\"files\"");
    }

    @Test
    void without_access_there_is_nothing_to_recover() throws Exception {
        Path open = Files.writeString(directory.resolve("open.json"), """
                {"mcpServers": {}, "listen": {"port": 1}}""");
        Shell.Said said = shell.yumen("key", "recover", "--config", open.toString());
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("has no \"access\"");
        assertThat(shell.yumen("key", "recover", "--url", "http://127.0.0.1:1").exitCode())
                .isEqualTo(3);
    }

    private Shell.Said yumen(Shell from, String... words) throws Exception {
        return from.yumen(Stream.concat(Stream.of(words), Stream.of("--config", configuration.toString()))
                .toArray(String[]::new));
    }

    private Shell shell(String runtime) throws IOException {
        String folder = Files.createDirectories(directory.resolve(runtime)).toString();
        return new Shell(directory, Map.of("XDG_STATE_HOME", folder, "XDG_RUNTIME_DIR", folder, "HOME", folder));
    }

    private String trail() throws IOException {
        return trail(directory.resolve("audit"));
    }

    private static String trail(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .map(WayBackTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
