package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that people run, behind a pipe and over HTTP, used through one gateway by clients of both eras. */
class RealServersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String KUBERNETES =
            Peers.module("kubernetes-mcp-server-linux-amd64/bin/kubernetes-mcp-server-linux-amd64");
    private static final String EVERYTHING = Peers.module("@modelcontextprotocol/server-everything/dist/index.js");

    @TempDir
    static Path directory;

    private static final List<Process> remote = new ArrayList<>();
    private static FakeCluster cluster;
    private static Served gateway;

    @BeforeAll
    static void start() throws IOException {
        cluster = new FakeCluster();
        String kubeconfig = cluster.kubeconfig(directory).toString();
        int kubernetes = freePort();
        int everything = freePort();
        launch(
                Map.of(),
                KUBERNETES,
                "--kubeconfig",
                kubeconfig,
                "--list-output",
                "yaml",
                "--bind-address",
                "127.0.0.1",
                "--port",
                Integer.toString(kubernetes));
        launch(Map.of("PORT", Integer.toString(everything)), Peers.node(), EVERYTHING, "streamableHttp");
        Path configuration = Files.writeString(directory.resolve("mcp.json"), """
                {"listen": {"port": 0}, "mcpServers": {
                  "kubernetes-pipe": {"command": "%s", "args": ["--kubeconfig", "%s", "--list-output", "yaml"]},
                  "kubernetes-http": {"url": "http://127.0.0.1:%d/mcp"},
                  "everything-pipe": {"command": "%s", "args": ["%s", "stdio"]},
                  "everything-http": {"url": "http://127.0.0.1:%d/mcp"}}}""".formatted(
                        KUBERNETES, kubeconfig, kubernetes, Peers.node(), EVERYTHING, everything));
        Await.until("both listen", LIMIT, () -> listens(kubernetes) && listens(everything));
        gateway = Served.start(configuration);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        remote.forEach(Process::destroyForcibly);
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        "legacy, kubernetes-pipe",
        "modern, kubernetes-pipe",
        "legacy, kubernetes-http",
        "modern, kubernetes-http"
    })
    void kubernetes_lists_its_tools_and_its_namespaces(String era, String server) throws Exception {
        try (Talker talker = Talker.of(era, gateway.endpoint().resolve("/servers/" + server + "/mcp"))) {
            assertThat(talker.tools()).contains("pods_list", "resources_get", "configuration_view");
            assertThat(talker.text("namespaces_list", "{}")).contains("jade-gate");
            assertThat(talker.call("pods_get", "{\"name\": \"nobody\"}")
                            .path("result")
                            .path("isError")
                            .asBoolean())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "legacy, everything-pipe",
        "modern, everything-pipe",
        "legacy, everything-http",
        "modern, everything-http"
    })
    void everything_adds_and_echoes(String era, String server) throws Exception {
        try (Talker talker = Talker.of(era, gateway.endpoint().resolve("/servers/" + server + "/mcp"))) {
            assertThat(talker.tools()).contains("echo", "get-sum", "trigger-long-running-operation");
            assertThat(talker.text("get-sum", "{\"a\": 2, \"b\": 40}")).contains("42");
            assertThat(talker.text("echo", "{\"message\": \"through the gate\"}"))
                    .contains("through the gate");
        }
    }

    @ParameterizedTest
    @CsvSource({"legacy", "modern"})
    void all_of_them_are_one_list_in_which_every_name_leads_somewhere(String era) throws Exception {
        try (Talker talker = Talker.of(era, gateway.endpoint())) {
            List<String> names = talker.tools();

            assertThat(names)
                    .doesNotHaveDuplicates()
                    .contains("kubernetes-pipe_pods_list", "kubernetes-http_pods_list")
                    .contains("everything-pipe_echo", "everything-http_echo");
            assertThat(talker.text("kubernetes-http_namespaces_list", "{}")).contains("jade-gate");
            assertThat(talker.text("everything-pipe_echo", "{\"message\": \"m\"}"))
                    .contains("m");
        }
    }

    private static void launch(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        remote.add(builder.start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
