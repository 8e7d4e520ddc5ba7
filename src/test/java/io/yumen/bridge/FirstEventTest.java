package io.yumen.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said in the middle of a call reaches the client while the call goes on, on every wire and through proxies that
 * buffer: the server goes on only after the client has seen it.
 */
@Timeout(120)
class FirstEventTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private SlowServer server;
    private GatewaySettings settings;
    private Gateway gateway;
    private @Nullable Process proxy;

    @BeforeEach
    void start() {
        server = new SlowServer();
        settings = ConfigFile.parse(
                "{\"listen\": {\"port\": 0}, \"mcpServers\": {\"slow\": {\"url\": \"" + server.url() + "\"}}}");
        gateway = Gateway.start(settings);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (proxy != null) {
            List<ProcessHandle> family = proxy.descendants().toList();
            proxy.destroy();
            if (!proxy.waitFor(10, TimeUnit.SECONDS)) {
                family.forEach(ProcessHandle::destroyForcibly);
                proxy.destroyForcibly();
            }
        }
        gateway.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void it_comes_while_the_call_goes_on(Dialect dialect) {
        comesThrough(gateway.endpoint(), dialect);
    }

    @ParameterizedTest
    @MethodSource("overHttp")
    void it_comes_through_an_nginx_that_buffers(Dialect dialect) throws IOException {
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; pid %1$s/nginx.pid; error_log %1$s/nginx.log; worker_processes 1;
                events { worker_connections 256; }
                http {
                    access_log off; gzip on; gzip_types *; gzip_min_length 0; gzip_proxied any;
                    client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                    map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                    server {
                        listen 127.0.0.1:%3$d;
                        location / {
                            proxy_pass http://127.0.0.1:%2$d; proxy_http_version 1.1;
                            proxy_buffering on; proxy_buffer_size 64k; proxy_buffers 8 64k; proxy_busy_buffers_size 64k;
                            proxy_set_header Host $http_host;
                            proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
                        }
                    }
                }
                """.formatted(
                        folder, gateway.endpoint().getPort(), port));
        comesThrough(behind(port, "nginx", "-c", configuration.toString()), dialect);
    }

    @ParameterizedTest
    @MethodSource("overHttp")
    void it_comes_through_haproxy(Dialect dialect) throws IOException {
        int port = freePort();
        Path configuration = Files.writeString(
                folder.resolve("haproxy.cfg"), """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                    timeout tunnel 60s
                frontend front
                    bind 127.0.0.1:%2$d
                    compression algo gzip
                    default_backend yumen
                backend yumen
                    http-reuse always
                    server one 127.0.0.1:%1$d
                """.formatted(gateway.endpoint().getPort(), port));
        comesThrough(behind(port, "haproxy", "-db", "-f", configuration.toString()), dialect);
    }

    private static Stream<Dialect> overHttp() {
        return Arrays.stream(Dialect.values()).filter(Dialect::isOverHttp);
    }

    private void comesThrough(URI endpoint, Dialect dialect) {
        try (Peer peer = dialect.open(new Dialect.Place(endpoint, settings))) {
            ObjectNode params = Peer.callOf("hold", Trees.object().put("name", dialect.name()));
            params.putObject("_meta").put("progressToken", "p");
            Peer.Pending call = peer.begin("tools/call", params);
            ObjectNode progress = peer.await("notifications/progress", told -> true);
            assertThat(progress.path("progressToken").asString()).isEqualTo("p");
            assertThat(call.answer()).isNotDone();
            server.letGo(dialect.name());
            assertThat(call.await().path("isError").asBoolean()).isFalse();
        }
    }

    private URI behind(int port, String... command) throws IOException {
        Path log = folder.resolve("proxy.out");
        proxy = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long end = System.nanoTime() + SOON.toNanos();
        while (!listens(port)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("It does not listen: " + Files.readString(log));
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
