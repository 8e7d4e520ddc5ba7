package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is bound to one address beyond this machine is operated by a listener at loopback, which serves nothing else. */
@Timeout(180)
class BoundBeyondTest {
    @TempDir
    private Path directory;

    private Path runtime;
    private Shell shell;
    private Path configuration;

    @BeforeEach
    void configure() throws IOException {
        runtime = Files.createDirectories(directory.resolve("run"));
        shell = new Shell(
                directory,
                Map.of(
                        "XDG_RUNTIME_DIR",
                        runtime.toString(),
                        "XDG_STATE_HOME",
                        runtime.toString(),
                        "HOME",
                        runtime.toString()));
        configuration =
                Files.writeString(directory.resolve("mcp.json"), """
                {"mcpServers": {"demo": {"service": "everything"}}, "access": {}, "state": "%s",
                 "listen": {"address": "%s", "port": 0, "hosts": ["gateway.example"], "origins": ["https://app.example"],
                            "trustedProxies": ["203.0.113.7"]}}""".formatted(directory.resolve("state"), beyond()));
    }

    @Test
    void its_own_commands_operate_it_and_other_requests_do_not_come_further_than_at_the_main_door() throws Exception {
        try (Served gateway = Served.start(shell, configuration)) {
            assertThat(gateway.endpoint().getHost()).isEqualTo(beyond());
            Shell.Said made = shell.yumen("key", "create", "ann", "--role", "admin");
            assertThat(made.exitCode()).as("%s", made).isZero();
            String key = made.out().strip();
            assertThat(shell.yumen("status").exitCode()).isZero();
            assertThat(shell.yumen("restart", "demo").exitCode()).isZero();
            assertThat(shell.yumen("backup", "copy.yumen", "--config", configuration.toString())
                            .exitCode())
                    .isZero();

            URI local = local(gateway);
            assertThat(local.getHost()).isEqualTo("127.0.0.1");
            String own = "Host: 127.0.0.1:" + local.getPort();
            String admin = "X-API-Key: " + key;
            assertThat(status(local, "GET /health/live", own)).isEqualTo(200);
            assertThat(status(local, "GET /health", own)).isEqualTo(401);
            assertThat(status(local, "GET /health", own, admin)).isEqualTo(200);
            assertThat(status(local, "GET /api/v1/keys", own)).isEqualTo(401);
            assertThat(status(local, "GET /api/v1/keys", own, "X-API-Key: ymk_no"))
                    .isEqualTo(401);
            assertThat(status(local, "GET /api/v1/keys", own, admin)).isEqualTo(200);
            for (String path : List.of(
                    "/mcp",
                    "/mcp/ws",
                    "/sse",
                    "/mcp/poll",
                    "/servers/demo/mcp",
                    "/capabilities",
                    "/oauth/authorize",
                    "/oauth/keys",
                    "/.well-known/oauth-protected-resource")) {
                assertThat(status(local, "GET " + path, own, admin)).as(path).isEqualTo(404);
                assertThat(status(local, "POST " + path, own, admin)).as(path).isEqualTo(404);
            }
            assertThat(status(local, "GET /api/v1/keys", "Host: gateway.example", admin))
                    .as("a page that had its name lead here")
                    .isEqualTo(403);
            assertThat(status(local, "GET /health/live", "Host: evil.example")).isEqualTo(403);
            assertThat(status(local, "GET /api/v1/keys", own, admin, "Origin: https://app.example"))
                    .as("a page, whichever")
                    .isEqualTo(403);
            assertThat(status(local, "GET /api/v1/keys", own, admin, "Origin: http://localhost"))
                    .isEqualTo(403);
            assertThat(status(local, "GET /health/live", own, "Sec-Fetch-Site: cross-site"))
                    .isEqualTo(403);
            assertThat(status(local, "GET /api/v1/keys", own, admin, "X-Forwarded-For: 203.0.113.9"))
                    .isEqualTo(403);
            URI main = gateway.endpoint();
            assertThat(status(main, "GET /api/v1/keys", "Host: gateway.example", admin, "X-Forwarded-Proto: https"))
                    .as("the main door is as it was")
                    .isEqualTo(403);
        }
    }

    @Test
    void what_comes_after_it_at_its_port_is_not_believed() throws Exception {
        URI local;
        try (Served gateway = Served.start(shell, configuration)) {
            local = local(gateway);
            gateway.signal("KILL");
            assertThat(gateway.exitCode(Duration.ofSeconds(30))).isNotZero();
        }
        try (ServerSocket next = new ServerSocket(local.getPort(), 1, InetAddress.getLoopbackAddress())) {
            next.setSoTimeout(1);
            assertThat(announced())
                    .as("the file of the one that was killed is there yet")
                    .hasSize(1);
            assertThat(shell.yumen("status", "--config", configuration.toString())
                            .exitCode())
                    .isEqualTo(3);
            assertThatThrownBy(next::accept).as("nobody told it anything").isInstanceOf(IOException.class);
        }
        try (Served gateway = Served.start(shell, configuration)) {
            local = local(gateway);
            gateway.signal("TERM");
            gateway.exitCode(Duration.ofSeconds(30));
        }
        assertThat(announced()).isEmpty();
        URI gone = local;
        assertThatThrownBy(() -> status(gone, "GET /health/live", "Host: 127.0.0.1"))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void one_that_loopback_reaches_has_no_other_door() throws Exception {
        Files.writeString(
                configuration, Files.readString(configuration).replace("\"" + beyond() + "\"", "\"0.0.0.0\""));
        try (Served gateway = Served.start(shell, configuration)) {
            assertThat(local(gateway).getPort()).isEqualTo(gateway.endpoint().getPort());
            assertThat(shell.yumen("key", "create", "ann").exitCode()).isZero();
        }
    }

    /** Where the file that only its user can read says that commands reach it. */
    private URI local(Served gateway) throws IOException {
        Path file = runtime.resolve("yumen").resolve(gateway.process().pid() + ".gateway");
        Await.until(
                "it says where it is",
                Duration.ofSeconds(30),
                () -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        return URI.create(Files.readAllLines(file).get(4));
    }

    private List<Path> announced() throws IOException {
        try (Stream<Path> files = Files.list(runtime.resolve("yumen"))) {
            return files.filter(file -> file.toString().endsWith(".gateway")).toList();
        }
    }

    private static int status(URI where, String line, String... headers) throws IOException {
        try (Socket socket = new Socket(where.getHost(), where.getPort())) {
            socket.setSoTimeout(30_000);
            String head = line + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).as(line).startsWith("HTTP/1.1 ");
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    /** An address of this machine that is not of loopback. */
    private static String beyond() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new AssertionError("This machine has no address but loopback"));
    }
}
