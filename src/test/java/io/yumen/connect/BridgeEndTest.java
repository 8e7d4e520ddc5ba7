package io.yumen.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.app.Bridges;
import io.yumen.http.Headers;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How a bridge ends its session, at a gateway that takes its time for that. */
final class BridgeEndTest {
    private static final JsonCodec JSON = new JsonCodec(JsonLimits.DEFAULT);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer gateway;
    private Bridge bridge;
    private Thread serving;
    private LineClient client;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/", this::answer);
        gateway.start();
        URI endpoint = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/mcp");
        PipedInputStream in = new PipedInputStream(1 << 16);
        PipedInputStream out = new PipedInputStream(1 << 16);
        PipedOutputStream answers = new PipedOutputStream(out);
        client = new LineClient(new PipedOutputStream(in), out);
        bridge = Bridges.to(new ConnectConfig(endpoint, Headers.none(), ConnectLimits.DEFAULT));
        serving = Thread.ofPlatform().daemon().start(() -> bridge.serve(in, answers));
    }

    @AfterEach
    void stop() throws InterruptedException {
        mayEnd.countDown();
        client.close();
        serving.join(SOON);
        bridge.close();
        gateway.stop(0);
    }

    @Test
    void who_ends_it_while_it_ends_waits_until_its_session_has() throws InterruptedException {
        client.open("2025-11-25");
        client.close();
        assertThat(ending.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // A client closes the pipe and sends a signal: the process is over when the signal's own thread returns.
        Thread signal = Thread.ofPlatform().daemon().start(bridge::close);
        while (signal.isAlive() && signal.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(signal.isAlive()).isTrue();
        mayEnd.countDown();
        assertThat(signal.join(SOON)).isTrue();
        assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "POST" -> take(exchange);
                case "DELETE" -> {
                    ending.countDown();
                    mayEnd.await(SOON.toSeconds(), TimeUnit.SECONDS);
                    exchange.sendResponseHeaders(204, -1);
                    ended.countDown();
                }
                default -> exchange.sendResponseHeaders(405, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void take(HttpExchange exchange) throws IOException {
        JsonNode message = JSON.read(exchange.getRequestBody().readAllBytes());
        if (!message.has("id")) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        byte[] opened =
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}"
                        .formatted(message.get("id"))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Mcp-Session-Id", "s-1");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, opened.length);
        exchange.getResponseBody().write(opened);
    }
}
