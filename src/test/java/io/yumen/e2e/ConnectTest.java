package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.connect.LineClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code yumen connect} as clients run it: a process between a pipe and a gateway that is another. */
class ConnectTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A hundred with {@code -Dyumen.soak}. */
    private static final int KILLS = System.getProperty("yumen.soak") == null ? 3 : 100;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Path configuration;
    private Served gateway;

    @BeforeEach
    void serve() throws IOException {
        configuration = Files.writeString(
                directory.resolve("mcp.json"),
                "{\"listen\": {\"port\": 0}, \"mcpServers\": {\"everything\": {\"service\": \"everything\"}}}");
        gateway = Served.start(environment(), configuration);
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
        gateway.close();
    }

    @Test
    void it_finds_the_gateway_of_its_user_by_itself() throws Exception {
        Process process = start(Peers.yumen("connect"));
        LineClient client = client(process);
        client.modern(1, "tools/call", "'name': 'add', 'arguments': {'a': 40, 'b': 2}");
        assertThat(client.answer(1).toString()).contains("42");
        client.close();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void a_gateway_that_is_killed_and_started_again_goes_on_with_its_clients() throws Exception {
        LineClient client =
                client(start(Peers.yumen("connect", gateway.endpoint().toString())));
        client.open("2025-11-25");
        client.call(1, "add", "{'a': 1, 'b': 1}");
        client.answer(1);
        String port = Integer.toString(gateway.endpoint().getPort());
        for (int kill = 1; kill <= KILLS; kill++) {
            kill();
            client.call(10 * kill, "add", "{'a': 40, 'b': 2}");
            gateway = Served.start(environment(), configuration, "--port", port);
            if (kill % 3 == 0) {
                // While its client's session is being opened again.
                kill();
                gateway = Served.start(environment(), configuration, "--port", port);
            }
            assertThat(added(client, 10 * kill)).as("after %d kills", kill).contains("42");
            client.told("notifications/tools/list_changed");
        }
    }

    @Test
    void without_a_gateway_it_says_what_to_do() throws Exception {
        String endpoint = gateway.endpoint().toString();
        gateway.close();
        Peers.Ran ran = Peers.run(Peers.yumen("connect", endpoint.replace("/mcp", "")), environment(), SOON);
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.printed()).contains("No gateway answers at " + endpoint + " ", "yumen serve");
        assertThat(ran.printed().lines()).hasSize(1);
    }

    @Test
    void a_signal_ends_it_and_its_session() throws Exception {
        Process process = start(Peers.yumen("connect", gateway.endpoint().toString()));
        client(process).open("2025-11-25");
        assertThat(sessions()).isEqualTo(1);
        process.toHandle().destroy();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sessions()).isZero();
    }

    @Test
    void a_signal_that_comes_as_the_pipe_closes_ends_its_session_too() throws Exception {
        Process process = start(Peers.yumen("connect", gateway.endpoint().toString()));
        client(process).open("2025-11-25");
        assertThat(sessions()).isEqualTo(1);
        // Closes the pipe as well.
        process.destroy();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sessions()).isZero();
    }

    @Test
    void it_ends_with_its_client_also_where_the_pipe_stays_open() throws Exception {
        String command =
                String.join(" ", Peers.yumen("connect", gateway.endpoint().toString()));
        Process shell = start(List.of("sh", "-c", "exec 3<&0; " + command + " <&3 & wait"));
        LineClient client = client(shell);
        client.open("2025-11-25");
        List<ProcessHandle> bridges = shell.descendants().toList();
        assertThat(bridges).isNotEmpty();
        shell.destroyForcibly();
        Await.until("the bridge has ended", SOON, () -> bridges.stream().noneMatch(ProcessHandle::isAlive));
        Await.until("its session has ended", SOON, () -> sessions() == 0);
    }

    /** In the moment in which a gateway is killed, a call may be lost of which nobody knows more: the client is told so. */
    private static String added(LineClient client, int first) {
        int id = first;
        String answer = client.answer(id).toString();
        while (answer.contains("\"retryable\":true")) {
            client.call(++id, "add", "{'a': 40, 'b': 2}");
            answer = client.answer(id).toString();
        }
        return answer;
    }

    private void kill() throws InterruptedException {
        gateway.process().destroyForcibly().waitFor();
        gateway.close();
    }

    private int sessions() throws IOException, InterruptedException {
        return gateway.health().path("sessions").asInt(-1);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static LineClient client(Process process) {
        return new LineClient(process.getOutputStream(), process.getInputStream());
    }

    private Map<String, String> environment() {
        return Map.of("XDG_RUNTIME_DIR", directory.toString());
    }
}
