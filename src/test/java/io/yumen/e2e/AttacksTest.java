package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** One client does its worst; whoever else calls is served meanwhile, and nothing is left of it afterwards. */
class AttacksTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String JSON =
            "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                    + "MCP-Protocol-Version: 2026-07-28\r\n";

    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = Gateway.start(ConfigFile.parse("{\"listen\": {\"port\": 0}, \"limits\": {\"drain\": \"100ms\"},"
                + " \"mcpServers\": {\"demo\": {\"service\": \"everything\"}}}"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_thousand_heads_and_bodies_that_never_end() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                sockets.add(sending("POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "));
                sockets.add(sending("POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n" + JSON
                        + "Content-Length: 4000000\r\n\r\n{\"jsonrpc\": \"2.0\","));
            }
            assertServed();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Await.until("they are forgotten", LIMIT, () -> gauge("mcp_active_connections") <= 2);
    }

    @Test
    void a_thousand_subscriptions_of_one_client() throws Exception {
        String body = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"subscriptions/listen\", \"params\":"
                + " {\"notifications\": {\"toolsListChanged\": true}, \"_meta\":"
                + " {\"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\","
                + " \"io.modelcontextprotocol/clientCapabilities\": {}}}}";
        HttpRequest request = HttpRequest.newBuilder(gateway.endpoint())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "subscriptions/listen")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            List<CompletableFuture<HttpResponse<InputStream>>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                all.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()));
            }
            int open = 0;
            String refusal = "";
            for (CompletableFuture<HttpResponse<InputStream>> sent : all) {
                HttpResponse<InputStream> response = sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                boolean isStream =
                        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
                byte[] first = response.body().readNBytes(120);
                boolean isRefused = new String(first, StandardCharsets.UTF_8).contains("-32000");
                open += isStream && !isRefused ? 1 : 0;
                refusal = isRefused ? new String(first, StandardCharsets.UTF_8) : refusal;
            }
            assertThat(open).isEqualTo(200);
            assertThat(refusal).contains("Too many subscriptions are open");
            assertServed();
        } finally {
            client.shutdownNow();
        }
        Await.until("they are forgotten", LIMIT, () -> gauge("mcp_subscriptions") <= gauge("mcp_sessions"));
        assertServed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81 05 68 65 6c 6c 6f", // not masked
                "81 ff 7f ff ff ff ff ff ff ff 00 00 00 00", // as large as can be said
                "81 ff 00 00 00 00 00 50 00 00 00 00 00 00", // larger than is taken
                "09 80 00 00 00 00", // a ping in fragments
                "89 fe 00 7e 00 00 00 00", // a ping that is too long
                "80 80 00 00 00 00", // continues nothing
                "f1 80 00 00 00 00", // with extensions that nobody agreed on
            })
    void frames_that_break_the_rules(String frame) throws Exception {
        try (Socket socket = sending("GET /mcp/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: mcp\r\n\r\n")) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            OutputStream out = socket.getOutputStream();
            for (String octet : frame.split(" ", -1)) {
                out.write(Integer.parseInt(octet, 16));
            }
            String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(heard).startsWith("HTTP/1.1 101").contains("\u0088");
        }
        assertServed();
        Await.until("it is forgotten", LIMIT, () -> gauge("mcp_channels") == 0);
    }

    @Test
    void ids_of_tasks_that_are_guessed() throws Exception {
        String tasks = "{\"extensions\": {\"io.modelcontextprotocol/tasks\": {}}}";
        try (Talker owner = Talker.of("modern", gateway.endpoint(), tasks);
                Talker guesser = Talker.of("modern", gateway.endpoint(), tasks)) {
            String id = owner.call("failing_job", "{}")
                    .path("result")
                    .path("taskId")
                    .asString("");
            List<String> guesses = new ArrayList<>(List.of("1", "task-1", "demo.1", "demo:1", "../" + id));
            for (int i = 0; i < id.length(); i++) {
                char other = id.charAt(i) == 'A' ? 'B' : 'A';
                guesses.add(id.substring(0, i) + other + id.substring(i + 1));
            }
            assertThat(guesses).hasSizeGreaterThan(20);
            for (String guess : guesses) {
                for (String method : List.of("tasks/get", "tasks/cancel")) {
                    String answer = guesser.result(
                                    method,
                                    JsonNodeFactory.instance.objectNode().put("taskId", guess))
                            .toString();
                    assertThat(answer).as(guess).contains("-32602").contains("Unknown task");
                }
            }
        }
    }

    private Socket sending(String text) throws IOException {
        URI endpoint = gateway.endpoint();
        Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private void assertServed() throws Exception {
        for (String era : List.of("modern", "legacy")) {
            try (Talker talker = Talker.of(era, gateway.endpoint())) {
                assertThat(talker.text("add", "{\"a\": 1, \"b\": 2}")).contains("3");
            }
        }
    }

    private double gauge(String name) throws Exception {
        HttpRequest metrics =
                HttpRequest.newBuilder(gateway.endpoint().resolve("/metrics")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
            Matcher value = Pattern.compile("(?m)^" + name + " (\\S+)").matcher(body);
            assertThat(value.find()).as(body).isTrue();
            return Double.parseDouble(value.group(1));
        }
    }
}
