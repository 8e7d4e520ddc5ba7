package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.yumen.telemetry.LogConfig;
import io.yumen.telemetry.Logs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a gateway that runs as a process starts where it cannot, and ends. */
class EndTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private final List<Served> gateways = new ArrayList<>();

    @AfterEach
    void stop() {
        gateways.forEach(Served::close);
    }

    @Test
    void a_port_in_use_is_told_with_what_to_do() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Served gateway = launch(small("a", ""), "--port", Integer.toString(taken.getLocalPort()));

            assertThat(gateway.exitCode(LIMIT)).isEqualTo(1);
            assertThat(gateway.errors())
                    .contains("127.0.0.1:" + taken.getLocalPort() + " (Address already in use)")
                    .contains("--port and listen.port", "yumen status --port " + taken.getLocalPort())
                    .doesNotContain("\tat ", "Exception");
            assertThat(gateway.printed()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void an_address_that_others_can_reach_is_refused(String address) throws Exception {
        Served gateway = launch(small("a", ""), "--address", address);

        assertThat(gateway.exitCode(LIMIT)).isEqualTo(1);
        assertThat(gateway.errors())
                .contains("listen.address is " + address, "takes an \"access\"", "use 127.0.0.1")
                .doesNotContain("\tat ");
    }

    @Test
    void a_file_that_cannot_be_used_ends_the_start() throws Exception {
        Path file = Files.writeString(directory.resolve("mcp.json"), "{\n\"listen\": {\"prot\": 1}}");
        Served gateway = keep(Served.launch(Map.of(), file));

        assertThat(gateway.exitCode(LIMIT)).isEqualTo(1);
        assertThat(gateway.errors())
                .contains("mcp.json:2: listen.prot", "did you mean \"port\"?")
                .doesNotContain("\tat ");
    }

    @Test
    void sigterm_lets_calls_under_way_finish_and_takes_no_new_ones() throws Exception {
        Served gateway = start("\"limits\": {\"drain\": \"60s\"}, " + small("a", ""));
        try (Load load = Load.of(gateway.endpoint(), "a");
                Talker legacy = Talker.of("legacy", gateway.endpoint());
                Talker modern = Talker.of("modern", gateway.endpoint())) {
            List<FutureTask<String>> underWay = List.of(waiting(legacy), waiting(modern));
            Await.until("both are under way", LIMIT, () -> load.answered() > 20 && underWay(gateway) >= 2);

            gateway.signal("TERM");
            Await.until("new calls are refused", LIMIT, () -> !load.failures().isEmpty());
            assertThat(load.failures().getFirst()).contains("The gateway is stopping and takes no new requests");
            assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(gateway.health().path("status").asString()).isEqualTo("draining");
            String port = Integer.toString(gateway.endpoint().getPort());
            assertThat(new Shell(directory, Map.of())
                            .yumen("status", "--port", port)
                            .exitCode())
                    .isEqualTo(4);

            Files.createFile(directory.resolve("go"));
            for (FutureTask<String> call : underWay) {
                assertThat(call.get()).isEqualTo("a waited");
            }
            assertThat(gateway.exitCode(LIMIT)).isZero();
            assertThat(remaining("small.mjs a " + directory)).isEmpty();
        }
    }

    @Test
    void a_question_of_a_call_under_way_can_be_answered_while_it_drains() throws Exception {
        Logs.configure(LogConfig.DEFAULT);
        Served gateway = start("\"mcpServers\": {\"demo\": {\"service\": \"everything\"}}");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        HttpClientStreamableHttpTransport wire = HttpClientStreamableHttpTransport.builder(
                        gateway.endpoint().resolve("/").toString())
                .build();
        try (McpSyncClient client = McpClient.sync(wire)
                .requestTimeout(LIMIT)
                .capabilities(
                        McpSchema.ClientCapabilities.builder().elicitation().build())
                .elicitation(question -> {
                    asked.countDown();
                    awaitQuietly(answer);
                    return new McpSchema.ElicitResult(
                            McpSchema.ElicitResult.Action.ACCEPT, Map.of("username", "jade", "email", "j@example.com"));
                })
                .build()) {
            client.initialize();
            FutureTask<McpSchema.CallToolResult> call =
                    new FutureTask<>(() -> client.callTool(McpSchema.CallToolRequest.builder("test_elicitation")
                            .arguments(Map.of("message", "who?"))
                            .build()));
            Thread.ofPlatform().start(call);
            assertThat(asked.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            gateway.signal("TERM");
            Await.until("it drains", LIMIT, () -> gateway.errors().contains("Draining"));
            answer.countDown();

            assertThat(call.get().content().toString()).contains("jade");
            assertThat(gateway.exitCode(LIMIT)).isZero();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_call_that_does_not_end_is_ended_at_the_limit() throws Exception {
        Served gateway = start("\"limits\": {\"drain\": \"1s\"}, " + small("a", ""));
        try (Talker modern = Talker.of("modern", gateway.endpoint())) {
            assertThat(modern.text("a", "{}")).startsWith("a");
            FutureTask<String> endless = new FutureTask<>(() -> modern.text("a_slow", "{\"ms\": 600000}"));
            Thread.ofVirtual().start(endless);
            Await.until("it is under way", LIMIT, () -> underWay(gateway) >= 1);

            gateway.signal("TERM");

            assertThat(gateway.exitCode(Duration.ofSeconds(6))).isZero();
            assertThat(remaining("small.mjs a " + directory)).isEmpty();
        }
    }

    @Test
    void a_second_signal_ends_it_at_once() throws Exception {
        Served gateway = start(small("a", ""));
        try (Talker modern = Talker.of("modern", gateway.endpoint())) {
            assertThat(modern.text("a", "{}")).startsWith("a");
            FutureTask<String> endless = new FutureTask<>(() -> modern.text("a_slow", "{\"ms\": 600000}"));
            Thread.ofVirtual().start(endless);
            Await.until("it is under way", LIMIT, () -> underWay(gateway) >= 1);

            gateway.signal("TERM");
            Await.until("it drains", LIMIT, () -> gateway.errors().contains("Draining"));
            gateway.signal("TERM");

            assertThat(gateway.exitCode(Duration.ofSeconds(3))).isEqualTo(1);
            Await.until(
                    "no child remains",
                    GONE_WITHIN,
                    () -> remaining("small.mjs a " + directory).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "supervised"})
    void no_child_outlives_a_gateway_that_is_killed(String isolation) throws Exception {
        Path file = write(small("a", ""));
        Map<String, String> environment =
                isolation.equals("bubblewrap") ? Map.of() : Map.of("PATH", pathWithoutBubblewrap());
        Served gateway = keep(Served.start(environment, file));
        try (Talker modern = Talker.of("modern", gateway.endpoint())) {
            assertThat(modern.text("a", "{}")).startsWith("a");
            assertThat(gateway.family("bwrap").isEmpty()).isEqualTo(isolation.equals("supervised"));
            assertThat(remaining("small.mjs a " + directory)).isNotEmpty();

            gateway.signal("KILL");

            assertThat(gateway.exitCode(LIMIT)).isEqualTo(137);
            Await.until(
                    "no child remains",
                    GONE_WITHIN,
                    () -> remaining("small.mjs a " + directory).isEmpty());
        }
    }

    private Served start(String members) throws IOException {
        return keep(Served.start(write(members)));
    }

    private Served launch(String members, String... options) throws IOException {
        return keep(Served.launch(Map.of(), write(members), options));
    }

    private Served keep(Served gateway) {
        gateways.add(gateway);
        return gateway;
    }

    private Path write(String members) throws IOException {
        return Files.writeString(
                directory.resolve("mcp.json"),
                members.startsWith("\"listen\"")
                        ? "{" + members + "}"
                        : "{\"listen\": {\"port\": 0}, " + members + "}");
    }

    /** A server whose command line names our folder, so that it can be told from those of other tests. */
    private String small(String name, String more) {
        return "\"mcpServers\": {\"%s\": {\"command\": \"%s\", \"args\": [\"%s\", \"%s\", \"%s\"]%s}}"
                .formatted(
                        name, Peers.node(), Path.of("e2e/servers/small.mjs").toAbsolutePath(), name, directory, more);
    }

    private FutureTask<String> waiting(Talker talker) {
        String file = directory.resolve("go").toString();
        FutureTask<String> call = new FutureTask<>(() -> talker.text("a_wait", "{\"file\": \"" + file + "\"}"));
        Thread.ofVirtual().start(call);
        return call;
    }

    /** How many calls of the slow tool the server works at. */
    private static long underWay(Served gateway) throws IOException, InterruptedException {
        return gateway.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("mcp_server_requests_under_way"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<Long> remaining(String word) {
        return ProcessHandle.allProcesses()
                .filter(one -> one.isAlive() && Served.commandLine(one.pid()).contains(word))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** A folder with what children need, as on a machine without bubblewrap. */
    private String pathWithoutBubblewrap() throws IOException {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        for (String name : List.of("sh", "setsid", "sleep", "grep", "kill", "cat")) {
            for (String folder : List.of("/bin", "/usr/bin")) {
                Path program = Path.of(folder, name);
                Path link = programs.resolve(name);
                if (Files.exists(program) && Files.notExists(link)) {
                    Files.createSymbolicLink(link, program);
                }
            }
        }
        return programs.toString();
    }
}
