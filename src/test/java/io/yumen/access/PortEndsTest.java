package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A port of the gateway's host that a caller opened to a pod ends with the key that he opened it by; another caller's goes on. */
class PortEndsTest {
    private static final String CALL = """
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "port_forward", "arguments": {"name": "web", "port": 80},
             "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
             "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
             "io.modelcontextprotocol/clientCapabilities": {}}}}""";

    @TempDir
    private Path folder;

    @Test
    void a_port_ends_when_the_key_that_opened_it_is_revoked() throws Exception {
        try (KubeServer server = KubeServer.start(folder);
                ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                    + " spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
            server.expose("default", "web", 80, silent.getLocalPort());
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
            String servers = "\"mcpServers\": {\"c\": {\"service\": \"kubernetes\", \"mode\": \"full\","
                    + " \"kubernetes\": {\"kubeconfig\": \"" + kubeconfig + "\"}}}";
            try (Locked gateway = Locked.with(folder.resolve("state"), "{}", servers);
                    HttpClient http = HttpClient.newHttpClient()) {
                JsonNode ann = gateway.makeKey("{\"principal\": \"ann\", \"roles\": []}");
                JsonNode bob = gateway.makeKey("{\"principal\": \"bob\", \"roles\": []}");
                int anns = open(http, gateway, ann);
                int bobs = open(http, gateway, bob);
                try (Socket held = new Socket(InetAddress.getLoopbackAddress(), anns)) {
                    held.setSoTimeout(60_000);
                    gateway.operate("DELETE /api/v1/keys/" + ann.path("id").asString(), "");
                    assertThat(isOver(held)).isTrue();
                }
                awaitClosed(anns);
                assertThat(isOpen(bobs)).isTrue();
            }
        }
    }

    private static int open(HttpClient http, Locked gateway, JsonNode key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.endpoint().resolve("/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + key.path("key").asString())
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "port_forward")
                .POST(HttpRequest.BodyPublishers.ofString(CALL))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        String text = JsonMapper.shared()
                .readTree(answer)
                .at("/result/content/0/text")
                .asString("");
        assertThat(text).as(answer).startsWith("127.0.0.1:");
        return Integer.parseInt(text.replaceAll("(?s)^127\\.0\\.0\\.1:(\\d+).*", "$1"));
    }

    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private static void awaitClosed(int port) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (isOpen(port)) {
            assertThat(System.nanoTime()).as("a minute is over").isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
