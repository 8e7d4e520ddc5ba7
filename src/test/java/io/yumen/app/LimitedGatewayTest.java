package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients of a whole gateway see of its rates. */
final class LimitedGatewayTest {
    private static final String MODERN = """
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "%s", "arguments": %s, "_meta": {
              "io.modelcontextprotocol/protocolVersion": "2026-07-28",
              "io.modelcontextprotocol/clientInfo": {"name": "c", "version": "1"},
              "io.modelcontextprotocol/clientCapabilities": {}}}}""";
    private static final String ECHO = "{\"message\": \"m\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Gateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answers_say_what_is_left_and_then_when_to_come_again() throws Exception {
        start("\"principal\": \"1/h burst 2\"", "");
        HttpResponse<String> first = call("echo", ECHO);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("\"principal\";q=1;w=3600");
        assertThat(first.headers().firstValue("RateLimit"))
                .hasValueSatisfying(value -> assertThat(value).matches("\"principal\";r=1;t=(3600|3599)"));
        call("echo", ECHO);

        HttpResponse<String> third = call("echo", ECHO);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(3_500L, 3_600L);
        JsonNode error = JsonMapper.shared().readTree(third.body()).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(-32005);
        assertThat(error.path("message").asString()).contains("\"principal\" allows 1/h burst 2");
        assertThat(error.at("/data/retryable").asBoolean()).isTrue();
        assertThat(metrics()).contains("mcp_limited_requests_total{limit=\"principal\"} 1.0");
    }

    @Test
    void a_legacy_client_is_told_with_429_too() throws Exception {
        start("\"principal\": \"1/h burst 1\"", "");
        HttpResponse<String> opened = send(posting("""
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
                  "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}}"""));
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        String list = "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/list\"}";
        HttpRequest.Builder asking = posting(list).header("Mcp-Session-Id", session);
        send(asking);
        HttpResponse<String> limited = send(asking);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.body()).contains("-32005");
        assertThat(limited.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void a_websocket_is_told_in_its_messages() throws Exception {
        start("\"principal\": \"1/h burst 1\"", "");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("mcp")
                .buildAsync(
                        URI.create(gateway.endpoint().toString().replace("http:", "ws:") + "/ws"), new Hearing(heard))
                .join();
        socket.sendText(MODERN.formatted("echo", ECHO), true).join();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).contains("\"m\"");
        socket.sendText(MODERN.formatted("echo", ECHO), true).join();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).contains("-32005");
        socket.abort();
    }

    @Test
    void a_server_and_its_tools_have_rates_of_their_own() throws Exception {
        start("", ", \"rate\": \"1/h burst 3\", \"toolRates\": {\"ec*\": \"1/h burst 1\"}");
        assertThat(call("echo", ECHO).statusCode()).isEqualTo(200);
        assertThat(call("echo", ECHO).body()).contains("tool ec*");
        assertThat(call("add", "{\"a\": 1, \"b\": 2}").statusCode()).isEqualTo(200);
        assertThat(call("add", "{\"a\": 1, \"b\": 2}").statusCode()).isEqualTo(200);
        HttpResponse<String> limited = call("add", "{\"a\": 1, \"b\": 2}");
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.body()).contains("server everything");
    }

    @Test
    void a_server_whose_room_is_adaptive_begins_with_fewer_places_than_it_may_have() throws Exception {
        start("", ", \"concurrency\": \"adaptive\", \"maxConcurrency\": 50, \"maxQueued\": 0");
        List<CompletableFuture<HttpResponse<String>>> asleep = Stream.generate(() -> http.sendAsync(
                        calling("sleep", "{\"millis\": 60000}").build(), HttpResponse.BodyHandlers.ofString()))
                .limit(21)
                .toList();
        Object refused = CompletableFuture.anyOf(asleep.toArray(CompletableFuture[]::new))
                .get(30, TimeUnit.SECONDS);
        assertThat(((HttpResponse<?>) refused).body()).asString().contains("is busy: 20 requests are under way");
        asleep.forEach(call -> call.cancel(true));
    }

    @Test
    void changed_rates_are_followed_while_running() throws Exception {
        start("\"principal\": \"1/h burst 1\"", "");
        call("echo", ECHO);
        assertThat(call("echo", ECHO).statusCode()).isEqualTo(429);
        gateway.apply(settings("\"principal\": \"100/s\"", ""));
        assertThat(call("echo", ECHO).statusCode()).isEqualTo(200);
    }

    private void start(String rates, String server) {
        gateway = Gateway.start(settings(rates, server));
    }

    private GatewaySettings settings(String rates, String server) {
        return ConfigFile.parse(
                """
                {"listen": {"port": 0}, "limits": {"rates": {%s}}, "audit": {"directory": "%s", "key": "%s"},
                 "mcpServers": {"everything": {"service": "everything"%s}}}""".formatted(rates, folder.resolve("audit"), folder.resolve("keys/audit.key"), server));
    }

    private HttpResponse<String> call(String tool, String arguments) throws Exception {
        return send(calling(tool, arguments));
    }

    private HttpRequest.Builder calling(String tool, String arguments) {
        return posting(MODERN.formatted(tool, arguments))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool);
    }

    private HttpRequest.Builder posting(String body) {
        return HttpRequest.newBuilder(gateway.endpoint())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String metrics() throws Exception {
        return send(HttpRequest.newBuilder(gateway.endpoint().resolve("/metrics")))
                .body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Keeps what it hears. */
    private record Hearing(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
            heard.add(text.toString());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
