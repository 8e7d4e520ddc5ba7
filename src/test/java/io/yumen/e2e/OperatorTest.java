package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator's hands on a gateway that serves: by commands, and by requests. */
class OperatorTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SERVERS = "/api/v1/servers";

    @TempDir
    Path directory;

    private Served gateway;

    @BeforeEach
    void serve() throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), """
                {"listen": {"port": 0}, "mcpServers": {
                   "small": {"command": "%s", "args": ["%s", "small"]},
                   "grumbles": {"command": "sh", "args": ["-c", "echo it hurts >&2; exit 3"], "maxRestarts": 1}}}""".formatted(
                        Peers.node(), Path.of("e2e/servers/small.mjs").toAbsolutePath()));
        gateway = Served.start(file);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_server_is_stopped_started_and_restarted_by_commands() throws Exception {
        try (Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(talker.text("small", "{\"message\": \"1\"}")).isEqualTo("small 1");
            Map<Long, String> first = gateway.family("small.mjs small");

            assertThat(yumen("stop", "small")).isEqualTo("0 small: stopped, was stopped by its operator");
            Await.until(
                    "its processes end",
                    LIMIT,
                    () -> gateway.family("small.mjs small").isEmpty());
            assertThat(talker.text("small", "{}")).contains("stopped by its operator");
            assertThat(yumen("status", "small")).startsWith("4 ").contains("\"usable\" : false");

            assertThat(yumen("start", "small")).isEqualTo("0 small: ready");
            assertThat(talker.text("small", "{\"message\": \"2\"}")).isEqualTo("small 2");
            Map<Long, String> second = gateway.family("small.mjs small");
            assertThat(second).isNotEmpty().doesNotContainKeys(first.keySet().toArray(Long[]::new));

            assertThat(yumen("restart", "small")).isEqualTo("0 small: ready");
            assertThat(talker.text("small", "{\"message\": \"3\"}")).isEqualTo("small 3");
            Await.until(
                    "the old processes end",
                    LIMIT,
                    () -> gateway.family("small.mjs small").keySet().stream().noneMatch(second::containsKey));

            assertThat(yumen("status", "small"))
                    .startsWith("0 ")
                    .contains("\"state\" : \"ready\"", "\"protocolVersion\" : \"2025-06-18\"", "\"tools\" : 4");
            assertThat(yumen("logs", "small")).contains("life   stopped: was stopped by its operator", "life   ready");
        }
    }

    @Test
    void what_a_server_said_before_it_died_can_be_read_afterwards() throws Exception {
        assertThat(yumen("restart", "grumbles")).startsWith("1 grumbles: ");
        assertThat(yumen("logs", "grumbles")).startsWith("0 ").contains("stderr it hurts", "life   backing_off: ");
        try (Talker talker = Talker.of("modern", gateway.endpoint())) {
            Await.until("it is given up", LIMIT, () -> {
                talker.tools();
                return gateway.health()
                        .path("servers")
                        .path("grumbles")
                        .path("state")
                        .asString("")
                        .equals("given_up");
            });
        }
        assertThat(gateway.health().path("status").asString()).isEqualTo("degraded");
        assertThat(yumen("start", "grumbles")).startsWith("1 grumbles: backing_off, ");
        assertThat(yumen("logs", "nobody"))
                .startsWith("1 ")
                .contains("There is no server \"nobody\"; there is small, grumbles");
        assertThat(Peers.run(Peers.yumen("logs", "small", "--port", "1"), Map.of(), LIMIT)
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    @Timeout(60)
    void what_happens_to_a_server_is_followed_as_it_happens() throws Exception {
        assertThat(yumen("start", "small")).isEqualTo("0 small: ready");
        Process following = new ProcessBuilder(Peers.yumen("logs", "small", "--follow", "--url", root().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = following.inputReader()) {
            assertThat(until("life   ready", lines)).contains("starting");
            yumen("stop", "small");
            assertThat(until("life   stopped", lines)).doesNotContain("ready");
            yumen("start", "small");
            assertThat(until("life   ready", lines)).doesNotContain("stopped");
            gateway.close();
            assertThat(following.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(following.exitValue()).isEqualTo(3);
        } finally {
            following.destroyForcibly();
        }
    }

    @Test
    void programs_of_this_machine_are_answered() throws Exception {
        HttpResponse<String> all = gateway.get(SERVERS);
        assertThat(all.statusCode()).isEqualTo(200);
        JsonNode servers = JsonMapper.shared().readTree(all.body()).path("servers");
        assertThat(servers).hasSize(2);
        assertThat(servers.path(0).path("name").asString()).isEqualTo("small");
        assertThat(servers.path(0).path("state").asString()).isEqualTo("configured");

        assertThat(gateway.get(SERVERS + "/nobody").statusCode()).isEqualTo(404);
        assertThat(gateway.get(SERVERS + "/small/eat").statusCode()).isEqualTo(404);
        assertThat(gateway.get(SERVERS + "/small/stop").statusCode()).isEqualTo(405);
        assertThat(order("Content-Type", "text/plain")).isEqualTo(415);
        assertThat(order("Content-Type", "application/json")).isEqualTo(200);
    }

    @Test
    void no_page_no_proxy_and_no_other_name_operates_the_gateway() throws Exception {
        for (String header : List.of(
                "Origin: http://localhost:3000",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "X-Forwarded-For: 203.0.113.7",
                "Forwarded: for=203.0.113.7",
                "Via: 1.1 proxy")) {
            assertThat(raw("GET " + SERVERS, "Host: localhost", header))
                    .as(header)
                    .startsWith("HTTP/1.1 403");
            assertThat(raw("POST " + SERVERS + "/small/stop", "Host: localhost", header))
                    .as(header)
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(raw("GET " + SERVERS, "Host: evil.example")).startsWith("HTTP/1.1 403");
        assertThat(raw(
                        "OPTIONS " + SERVERS + "/small/stop",
                        "Host: localhost",
                        "Origin: http://localhost:3000",
                        "Access-Control-Request-Method: POST"))
                .doesNotContain("\"state\"");
        assertThat(raw("GET " + SERVERS, "Host: localhost")).startsWith("HTTP/1.1 200");
        assertThat(yumen("status", "small")).startsWith("0 ");
    }

    @Test
    void a_path_where_nothing_is_says_where_something_is() throws Exception {
        for (String path : List.of("/", "/mpc", "/api", "/api/v1/unknown")) {
            HttpResponse<String> nothing = gateway.get(path);
            assertThat(nothing.statusCode()).as(path).isEqualTo(404);
            assertThat(nothing.body()).as(path).contains("/mcp", "/servers/NAME/mcp", "/health", "docs/");
        }
    }

    /** The exit code of a command, and what it printed. */
    private String yumen(String command, String server) throws IOException, InterruptedException {
        String[] arguments =
                Stream.of(command, server, "--url", root().toString()).toArray(String[]::new);
        Peers.Ran ran = Peers.run(Peers.yumen(arguments), Map.of(), LIMIT);
        return ran.exitCode() + " " + ran.printed().strip();
    }

    /** The lines up to one with that text. */
    private static String until(String wanted, BufferedReader lines) throws IOException {
        StringBuilder read = new StringBuilder();
        String line = "";
        while (line != null && !line.contains(wanted)) {
            line = lines.readLine();
            read.append(line).append('\n');
        }
        assertThat(line).as("%s", read).isNotNull();
        return read.toString();
    }

    private int order(String name, String value) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root().resolve(SERVERS + "/small/restart"))
                .header(name, value)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).statusCode();
        }
    }

    /** What comes back over a socket of its own. */
    private String raw(String request, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", root().getPort())) {
            String head = request
                    + " HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 0\r\n"
                    + String.join("\r\n", headers)
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private URI root() {
        return gateway.endpoint().resolve("/");
    }
}
