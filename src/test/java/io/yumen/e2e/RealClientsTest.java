package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.yumen.telemetry.LogConfig;
import io.yumen.telemetry.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Three real servers behind one gateway, driven by the clients that users have, over HTTP and over a pipe. */
class RealClientsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static Path configuration = Path.of("");
    private static Served gateway;

    @BeforeAll
    static void start() throws IOException {
        Logs.configure(LogConfig.DEFAULT);
        Files.writeString(directory.resolve("hello.txt"), "hello from a file");
        configuration = Files.writeString(directory.resolve("mcp.json"), """
                {"listen": {"port": 0}, "mcpServers": {
                  "files": {"command": "%1$s", "args": ["%2$s", "%3$s"]},
                  "memory": {"command": "%1$s", "args": ["%4$s"], "env": {"MEMORY_FILE_PATH": "%3$s/memory.json"}},
                  "everything": {"command": "%1$s", "args": ["%5$s", "stdio"]}}}""".formatted(
                        Peers.node(),
                        Peers.module("@modelcontextprotocol/server-filesystem/dist/index.js"),
                        directory,
                        Peers.module("@modelcontextprotocol/server-memory/dist/index.js"),
                        Peers.module("@modelcontextprotocol/server-everything/dist/index.js")));
        gateway = Served.start(configuration);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void the_first_typescript_sdk_over_http() throws Exception {
        expectEverything(client("sdk1.mjs", "http", gateway.endpoint().toString()));
    }

    @Test
    void the_first_typescript_sdk_over_the_oldest_transport() throws Exception {
        expectEverything(
                client("sdk1.mjs", "sse", gateway.endpoint().resolve("/sse").toString()));
    }

    @Test
    void the_first_typescript_sdk_over_websocket() throws Exception {
        String url = gateway.endpoint().resolve("/mcp/ws").toString();
        expectEverything(client("sdk1.mjs", "ws", url.replace("http:", "ws:")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void the_second_typescript_sdk_over_http(String era) throws Exception {
        expectEverything(client("sdk2.mjs", era, "http", gateway.endpoint().toString()));
    }

    @Test
    void the_first_typescript_sdk_over_a_pipe() throws Exception {
        expectEverything(client("sdk1.mjs", piped("stdio")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void the_second_typescript_sdk_over_a_pipe(String era) throws Exception {
        expectEverything(client("sdk2.mjs", piped(era, "stdio")));
    }

    @Test
    void the_first_typescript_sdk_over_a_bridge() throws Exception {
        expectEverything(client("sdk1.mjs", bridged("stdio")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void the_second_typescript_sdk_over_a_bridge(String era) throws Exception {
        expectEverything(client("sdk2.mjs", bridged(era, "stdio")));
    }

    @Test
    void the_first_typescript_sdk_over_mcp_remote() throws Exception {
        expectEverything(client(
                "sdk1.mjs",
                "stdio",
                Peers.node(),
                Peers.module("mcp-remote/dist/proxy.js"),
                gateway.endpoint().toString(),
                "--transport",
                "http-only"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void the_inspector_over_http(String era) throws Exception {
        expectSum(inspector(gateway.endpoint().toString(), "--transport", "http", "--protocol-era", era));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void the_inspector_over_a_pipe(String era) throws Exception {
        Path program = directory.resolve("pipe.json");
        List<String> command = List.of(piped());
        Map<String, Object> pipe = Map.of("command", command.getFirst(), "args", command.subList(1, command.size()));
        JsonMapper.shared().writeValue(program.toFile(), Map.of("mcpServers", Map.of("yumen", pipe)));

        expectSum(inspector("--config", program.toString(), "--server", "yumen", "--protocol-era", era));
    }

    private static Peers.Ran inspector(String... where) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Peers.node(), Peers.module(".bin/mcp-inspector"), "--cli"));
        command.addAll(List.of(where));
        command.addAll(List.of("--method", "tools/call", "--tool-name", "get-sum"));
        command.addAll(List.of("--tool-arg", "a=2", "--tool-arg", "b=40"));
        return Peers.run(command, Map.of(), LIMIT);
    }

    private static void expectSum(Peers.Ran ran) {
        assertThat(ran.printed()).contains("42");
        assertThat(ran.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "stdio"})
    void the_java_sdk(String transport) {
        McpClientTransport wire = transport.equals("http")
                ? HttpClientStreamableHttpTransport.builder(
                                gateway.endpoint().resolve("/").toString())
                        .build()
                : new StdioClientTransport(javaPipe(), McpJsonDefaults.getMapper());
        try (McpSyncClient client =
                McpClient.sync(wire).requestTimeout(Duration.ofSeconds(30)).build()) {
            client.initialize();

            expectEverything(JavaClient.exercise(client, directory));
        }
    }

    private static ServerParameters javaPipe() {
        List<String> command = Peers.yumen("stdio", "--config", configuration.toString());
        return ServerParameters.builder(command.getFirst())
                .args(command.subList(1, command.size()))
                .build();
    }

    private static String[] bridged(String... before) {
        List<String> arguments = new ArrayList<>(List.of(before));
        arguments.addAll(Peers.yumen("connect", gateway.endpoint().toString()));
        return arguments.toArray(String[]::new);
    }

    private static String[] piped(String... before) {
        List<String> arguments = new ArrayList<>(List.of(before));
        arguments.addAll(Peers.yumen("stdio", "--config", configuration.toString()));
        return arguments.toArray(String[]::new);
    }

    private static JsonNode client(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Peers.node(), Path.of("e2e/clients", script).toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Peers.Ran ran = Peers.run(command, Map.of("E2E_DIRECTORY", directory.toString()), LIMIT);
        assertThat(ran.exitCode()).as(ran.printed()).isZero();
        String last = ran.printed()
                .lines()
                .filter(line -> line.startsWith("{"))
                .reduce((first, second) -> second)
                .orElseThrow();
        return JsonMapper.shared().readTree(last);
    }

    private static void expectEverything(JsonNode outcome) {
        assertThat(outcome.path("server").asString()).isEqualTo("yumen");
        assertThat(outcome.path("tools").toString())
                .contains("\"read_text_file\"", "\"read_graph\"", "\"echo\"", "\"get-sum\"");
        assertThat(outcome.path("prompts").toString()).contains("\"simple-prompt\"");
        assertThat(outcome.path("resources").size()).isPositive();
        assertThat(outcome.path("file").path("text").asString()).isEqualTo("hello from a file");
        assertThat(outcome.path("missing").path("isError").asBoolean()).isTrue();
        assertThat(outcome.path("graph").path("text").asString()).contains("entities");
        assertThat(outcome.path("echo").path("text").asString()).contains("through the gate");
        assertThat(outcome.path("sum").path("text").asString()).contains("42");
        assertThat(outcome.path("unknown").asInt()).isEqualTo(-32602);
    }
}
