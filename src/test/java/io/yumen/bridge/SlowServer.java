package io.yumen.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server whose one tool tells of progress and goes on only when it is let: who waits for the progress before it lets it sees
 * that nothing on the way waits for the end.
 */
final class SlowServer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    private static final ObjectNode NOTHING = Trees.object();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

    SlowServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/mcp", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    /** Lets the call of that name go on. */
    void letGo(String name) {
        latch(name).countDown();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            ObjectNode asked = (ObjectNode) JsonMapper.shared().readTree(exchange.getRequestBody());
            String method = asked.path("method").asString();
            switch (method) {
                case "initialize" -> {
                    exchange.getResponseHeaders().set("Mcp-Session-Id", "s");
                    ObjectNode result = Trees.object().put("protocolVersion", "2025-11-25");
                    result.putObject("capabilities").putObject("tools");
                    result.putObject("serverInfo").put("name", "slow").put("version", "1");
                    json(exchange, asked, result);
                }
                case "tools/list" -> json(exchange, asked, tools());
                case "tools/call" -> call(exchange, asked);
                case "ping" -> json(exchange, asked, NOTHING);
                case "server/discover" -> exchange.sendResponseHeaders(400, -1);
                default -> exchange.sendResponseHeaders(202, -1);
            }
        } catch (IOException e) {
            // The gateway is gone, and nobody waits.
        }
    }

    private void call(HttpExchange exchange, ObjectNode asked) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        ObjectNode progress = Trees.object().put("progress", 1);
        progress.set("progressToken", asked.path("params").path("_meta").path("progressToken"));
        event(out, Trees.message("notifications/progress", progress));
        String name = asked.path("params").path("arguments").path("name").asString();
        ObjectNode result = Trees.object().put("isError", !isLetGo(name));
        result.putArray("content").addObject().put("type", "text").put("text", name);
        event(out, answer(asked, result));
    }

    private boolean isLetGo(String name) {
        try {
            return latch(name).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CountDownLatch latch(String name) {
        return held.computeIfAbsent(name, ignored -> new CountDownLatch(1));
    }

    private static ObjectNode tools() {
        ObjectNode result = Trees.object();
        ObjectNode tool = result.putArray("tools").addObject().put("name", "hold");
        tool.putObject("inputSchema").put("type", "object");
        return result;
    }

    private static ObjectNode answer(ObjectNode asked, ObjectNode result) {
        ObjectNode answer = Trees.object().put("jsonrpc", "2.0");
        answer.set("id", asked.path("id"));
        answer.set("result", result);
        return answer;
    }

    private static void json(HttpExchange exchange, ObjectNode asked, ObjectNode result) throws IOException {
        byte[] body = answer(asked, result).toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void event(OutputStream out, ObjectNode message) throws IOException {
        out.write(("data: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
