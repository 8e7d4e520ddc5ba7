package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.server.SmugglingCorpus;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests that two readers could take apart in two ways, with a call hidden behind each: sent to the gateway, and through proxies
 * that keep their connections to it for other clients.
 */
@Timeout(180)
class SmugglingTest {
    private static final String CALL = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hidden"},"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
            "io.modelcontextprotocol/clientCapabilities":{}}}}""";

    private static final String HIDDEN = String.join(
            "\r\n",
            "POST /mcp HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: application/json",
            "Accept: application/json, text/event-stream",
            "MCP-Protocol-Version: 2026-07-28",
            "Mcp-Method: tools/call",
            "Mcp-Name: echo",
            "Content-Length: " + CALL.length(),
            "",
            CALL);

    /** What another client asks through the same proxy, on the connection that was used for the one before if that is kept. */
    private static final String NEXT = "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    private static final Pattern CONNECTIONS = Pattern.compile("\nmcp_total_connections(?:_total)? ([0-9.E]+)");

    /** Who says that a connection of a client ends after its first answer, so that there is to be no other one. */
    enum Closing {
        BY_THE_PROXY,
        /** Then a proxy may keep its own connections to the gateway for the next one. */
        BY_THE_CLIENT
    }

    /** What the client does after its last byte: who ends nothing waits for the answer. */
    private enum Ending {
        SAID,
        LEFT_OPEN
    }

    @TempDir
    Path folder;

    private Served gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = Served.start(Files.writeString(folder.resolve("mcp.json"), """
                {"listen": {"port": 0}, "mcpServers": {"everything": {"service": "everything"}}}"""));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void each_gets_one_answer_and_hides_no_call() throws Exception {
        nothingIsHiddenFrom("the gateway itself", gateway.endpoint().getPort(), "");
    }

    @ParameterizedTest
    @EnumSource
    void each_gets_one_answer_and_hides_no_call_behind_nginx(Closing closing) throws Exception {
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; pid %1$s/nginx.pid; error_log %1$s/nginx.log; worker_processes 1;
                events { worker_connections 256; }
                http {
                    access_log off; keepalive_timeout %4$s; client_body_timeout 3s; client_header_timeout 3s;
                    client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                    upstream yumen { server 127.0.0.1:%2$d; keepalive 1; }
                    server {
                        listen 127.0.0.1:%3$d;
                        location / {
                            proxy_pass http://yumen; proxy_http_version 1.1; proxy_request_buffering off; proxy_ignore_client_abort on;
                            proxy_set_header Connection ""; proxy_set_header Host 127.0.0.1;
                        }
                    }
                }
                """.formatted(
                        folder, gateway.endpoint().getPort(), port, closing == Closing.BY_THE_PROXY ? "0" : "20s"));
        behind(List.of("nginx", "-c", configuration.toString()), "nginx", closing, port);
    }

    @ParameterizedTest
    @EnumSource
    void each_gets_one_answer_and_hides_no_call_behind_haproxy(Closing closing) throws Exception {
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), """
                defaults
                    mode http
                    timeout connect 3s
                    timeout client 3s
                    timeout server 10s
                    timeout http-request 3s
                frontend front
                    bind 127.0.0.1:%2$d
                    option %3$s
                    http-request set-header Host 127.0.0.1
                    default_backend yumen
                backend yumen
                    http-reuse always
                    server one 127.0.0.1:%1$d
                """.formatted(
                gateway.endpoint().getPort(), port, closing == Closing.BY_THE_PROXY ? "httpclose" : "http-keep-alive"));
        behind(List.of("haproxy", "-db", "-f", configuration.toString()), "HAProxy", closing, port);
    }

    private void behind(List<String> command, String name, Closing closing, int port) throws Exception {
        Path log = folder.resolve(name + ".out");
        Process proxy = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.until("it listens: " + Files.readString(log), Duration.ofSeconds(20), () -> listens(port));
            switch (closing) {
                case BY_THE_PROXY -> nothingIsHiddenFrom(name, port, "");
                case BY_THE_CLIENT -> {
                    nothingIsHiddenFrom(name + " that keeps connections", port, "Connection: close\r\n");
                    isKept(name, port);
                }
            }
        } finally {
            List<ProcessHandle> family = proxy.descendants().toList();
            proxy.destroy();
            if (!proxy.waitFor(10, TimeUnit.SECONDS)) {
                family.forEach(ProcessHandle::destroyForcibly);
                proxy.destroyForcibly();
            }
        }
    }

    private void nothingIsHiddenFrom(String name, int port, String more) throws Exception {
        List<String> requests = SmugglingCorpus.requests()
                .map(request -> request.replace("Host: h\r\n", "Host: 127.0.0.1\r\n"))
                .map(request -> afterItsLine(request, more))
                .toList();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(80);
        for (String request : requests) {
            String answer = said(port, request + HIDDEN, Ending.SAID);
            if (answer.isEmpty()) {
                // Proxies need not answer a client that ends in the middle of a body.
                answer = said(port, request + HIDDEN, Ending.LEFT_OPEN);
            }
            assertThat(answers(answer)).as("%s: %s: %s", name, request, answer).isEqualTo(1);
            assertThat(answer).doesNotContain("hidden").doesNotStartWith("HTTP/1.1 500");
            String next = said(port, NEXT, Ending.LEFT_OPEN);
            assertThat(answers(next))
                    .as("%s: after %s: %s", name, request, next)
                    .isEqualTo(1);
            assertThat(next)
                    .as("%s: after %s", name, request)
                    .startsWith("HTTP/1.1 200")
                    .endsWith("live\n");
        }
        assertThat(metrics()).contains("HTTP/1.1 200").doesNotContain("mcp_requests_total{");

        assertThat(said(
                        port,
                        HIDDEN.replace("Content-Length", "Connection: close\r\nContent-Length"),
                        Ending.LEFT_OPEN))
                .as("one that hides nowhere")
                .contains("hidden");
        Peers.report(
                "smuggling-" + name, requests.size() + " ambiguous requests to " + name + ": one answer each, no call");
    }

    private static String afterItsLine(String request, String more) {
        int end = request.indexOf('\n') + 1;
        return request.substring(0, end) + more + request.substring(end);
    }

    /** Requests of several clients come by one connection: what hid behind one of them would have been the next one's answer. */
    private void isKept(String name, int port) throws IOException {
        long before = connections();
        for (int i = 0; i < 20; i++) {
            assertThat(said(port, NEXT, Ending.LEFT_OPEN)).endsWith("live\n");
        }
        assertThat(connections() - before)
                .as("connections of %s to the gateway, and one that asks how many there are", name)
                .isLessThanOrEqualTo(3);
    }

    private long connections() throws IOException {
        Matcher found = CONNECTIONS.matcher(metrics());
        assertThat(found.find()).isTrue();
        return (long) Double.parseDouble(found.group(1));
    }

    private String metrics() throws IOException {
        return said(
                gateway.endpoint().getPort(),
                "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                Ending.LEFT_OPEN);
    }

    /** How many answers these are, without those that bid a client go on; one of HTTP 0.9, which nginx speaks with those that do, has no head. */
    private static int answers(String said) {
        int heads = said.split("HTTP/1[.][01] [2-5]", -1).length - 1;
        return said.isEmpty() ? 0 : Math.max(1, heads);
    }

    /** What is answered until the other side closes. */
    private static String said(int port, String request, Ending ending) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            StringBuilder answer = new StringBuilder();
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                if (ending == Ending.SAID) {
                    socket.shutdownOutput();
                }
                InputStream in = socket.getInputStream();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    answer.append((char) next);
                }
            } catch (SocketException e) {
                // Closed before all was said or read: what came, came.
            }
            return answer.toString();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
