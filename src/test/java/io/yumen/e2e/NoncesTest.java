package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.Era;
import io.yumen.protocol.JsonCodec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A thousand clients that number their requests alike, and say something that nobody else says in each: each hears its own. In
 * both eras, with a server behind a pipe that all share and one behind HTTP; {@code -Dyumen.soak} makes it a million calls.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class NoncesTest {
    private static final int CLIENTS = 1_000;
    private static final int CALLS = System.getProperty("yumen.soak") == null ? 20_000 : 1_000_000;
    private static final int UNDER_WAY = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore places = new Semaphore(UNDER_WAY);
    private final Queue<String> mixed = new ConcurrentLinkedQueue<>();
    private final LongAdder right = new LongAdder();
    private Gateway remote;
    private Gateway gateway;

    /** Which server clients call, and how they speak. */
    private record Way(String server, Era era) {
        String tool() {
            return server + "_echo";
        }
    }

    private static final List<Way> WAYS = List.of(
            new Way("pipe", Era.LEGACY),
            new Way("pipe", Era.MODERN),
            new Way("remote", Era.LEGACY),
            new Way("remote", Era.MODERN));

    /** To whom all clients of the gateway are one. */
    private static final String BEHIND = """
            {"listen": {"port": 0}, "audit": {"trail": "off"}, "limits": {"requestsPerClient": 1000},
             "mcpServers": {"everything": {"service": "everything"}}}""";

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        remote = Gateway.start(ConfigFile.parse(BEHIND));
        ObjectNode servers = JsonNodeFactory.instance.objectNode();
        List<String> command = Peers.yumen(
                "stdio",
                "--config",
                Files.writeString(directory.resolve("mcp.json"), BEHIND).toString());
        ObjectNode pipe = servers.putObject("pipe").put("scope", "shared").put("command", command.getFirst());
        command.stream().skip(1).forEach(pipe.putArray("args")::add);
        servers.putObject("remote").put("url", remote.endpoint().toString()).put("scope", "shared");
        gateway = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "audit": {"trail": "off"}, "mcpServers": %s}""".formatted(JsonCodec.text(servers))));
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        gateway.close();
        remote.close();
    }

    @Test
    void no_answer_reaches_another_client() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(threads.submit(() -> {
                    speak(client);
                    return client;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        assertThat(mixed).isEmpty();
        assertThat(right.sum()).isEqualTo(CALLS);
        Peers.report(
                "nonces", "%,d clients with the same ids: 0 of %,d answers mixed up".formatted(CLIENTS, right.sum()));
    }

    private void speak(int client) throws IOException, InterruptedException {
        List<String> sessions = new ArrayList<>();
        for (Way way : WAYS) {
            sessions.add(way.era() == Era.LEGACY ? begin(way) : "");
        }
        for (int call = 1; call <= CALLS / CLIENTS / WAYS.size(); call++) {
            for (int way = 0; way < WAYS.size(); way++) {
                String nonce = "nonce-%d-%d-%d".formatted(client, call, way);
                JsonNode answer = ask(WAYS.get(way), sessions.get(way), call, nonce);
                if (answer.path("id").asInt() == call
                        && answer.at("/result/content/0/text").asString("").equals(nonce)) {
                    right.increment();
                } else if (mixed.size() < 10) {
                    mixed.add(nonce + " got " + answer);
                }
            }
        }
    }

    private String begin(Way way) throws IOException, InterruptedException {
        HttpResponse<String> begun = send(way, "", """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""");
        String session = begun.headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow(() -> new AssertionError(begun.statusCode() + begun.body()));
        send(way, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return session;
    }

    private JsonNode ask(Way way, String session, int id, String nonce) throws IOException, InterruptedException {
        String meta = switch (way.era()) {
            case LEGACY -> "";
            case MODERN -> """
                    ,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                    "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                    "io.modelcontextprotocol/clientCapabilities":{}}""";
        };
        String body =
                send(way, session, """
                {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":{"message":"%s"}%s}}""".formatted(id, way.tool(), nonce, meta)).body();
        // A slow answer comes as an event.
        String message = body.startsWith("{") ? body : body.substring(Math.max(0, body.lastIndexOf("data: {") + 6));
        return JsonMapper.shared().readTree(message.isBlank() ? "{}" : message);
    }

    private HttpResponse<String> send(Way way, String session, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.endpoint())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session);
        } else if (way.era() == Era.MODERN) {
            request.header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Method", "tools/call")
                    .header("Mcp-Name", way.tool());
        }
        places.acquire();
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } finally {
            places.release();
        }
    }
}
