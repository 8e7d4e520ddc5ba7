package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a served gateway opens WebSockets, and how it closes them. */
@Timeout(120)
class WebSocketPathsTest {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"
            + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

    @TempDir
    Path directory;

    @Test
    void every_path_opens_one_and_all_are_closed_in_good_order_when_the_gateway_is_told_to_stop() throws Exception {
        Path configuration = Files.writeString(
                directory.resolve("mcp.json"),
                "{\"listen\": {\"port\": 0}, \"mcpServers\": {\"everything\": {\"service\": \"everything\"}}}");
        Recorder recorder = new Recorder();
        String[] paths = {
            "/mcp/ws", "/servers/everything/ws", "/servers/everything/mcp/ws", "/api/everything/ws", "/api/aggregate/ws"
        };
        try (Served gateway = Served.start(configuration);
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path : paths) {
                URI url = URI.create(gateway.endpoint().resolve(path).toString().replace("http:", "ws:"));
                WebSocket socket = client.newWebSocketBuilder()
                        .subprotocols("mcp")
                        .buildAsync(url, recorder)
                        .get(10, TimeUnit.SECONDS);
                socket.sendText(CALL, true).get(10, TimeUnit.SECONDS);
                assertThat(recorder.next()).as(path).contains("\"resultType\":\"complete\"");
            }
            gateway.signal("TERM");
            for (String path : paths) {
                assertThat(recorder.next()).as(path).isEqualTo("closed with 1001");
            }
            assertThat(gateway.exitCode(Duration.ofSeconds(20))).isIn(0, 143);
        }
    }

    private static final class Recorder implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        String next() throws InterruptedException {
            String next = heard.poll(20, TimeUnit.SECONDS);
            return next == null ? "nothing" : next;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed with " + code);
            return null;
        }
    }
}
