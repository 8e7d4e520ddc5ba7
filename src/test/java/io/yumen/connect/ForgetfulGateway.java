package io.yumen.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Methods;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A gateway that forgets its sessions when it is told to, as one that is killed and at once there again. */
final class ForgetfulGateway implements AutoCloseable {
    private static final JsonCodec JSON = new JsonCodec(JsonLimits.DEFAULT);

    private final HttpServer server;
    private final Map<String, CountDownLatch> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger nextSession = new AtomicInteger();
    private final AtomicInteger lossesInHandshakes = new AtomicInteger();

    ForgetfulGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    /** Forgets all sessions. */
    void forget() {
        sessions.keySet().forEach(this::forget);
    }

    /** Forgets each of the next sessions as soon as it has answered {@code initialize}. */
    void forgetNext(int howMany) {
        lossesInHandshakes.set(howMany);
    }

    @Override
    public void close() {
        forget();
        server.stop(0);
    }

    private void forget(String session) {
        CountDownLatch forgotten = sessions.remove(session);
        if (forgotten != null) {
            forgotten.countDown();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode message = body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.read(body);
        String method = message.path("method").asString("");
        String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        CountDownLatch forgotten = session == null ? null : sessions.get(session);
        if (method.equals(Methods.INITIALIZE)) {
            open(exchange, message);
        } else if (forgotten == null) {
            send(exchange, 404, error("There is no such session; begin a new one with initialize"));
        } else if (exchange.getRequestMethod().equals("GET")) {
            stream(exchange, forgotten);
        } else if (message.has("id")) {
            send(
                    exchange,
                    200,
                    result(message, JsonNodeFactory.instance.objectNode().put("session", session)));
        } else {
            send(exchange, 202, "");
        }
    }

    private void open(HttpExchange exchange, JsonNode message) throws IOException {
        String session = "s" + nextSession.incrementAndGet();
        sessions.put(session, new CountDownLatch(1));
        exchange.getResponseHeaders().set("Mcp-Session-Id", session);
        ObjectNode agreement = JsonNodeFactory.instance.objectNode().put("protocolVersion", "2025-11-25");
        agreement.putObject("capabilities").putObject("tools").put("listChanged", true);
        if (lossesInHandshakes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            forget(session);
        }
        send(exchange, 200, result(message, agreement));
    }

    private static void stream(HttpExchange exchange, CountDownLatch forgotten) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            forgotten.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static String result(JsonNode message, ObjectNode result) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        answer.set("result", result);
        return answer.toString();
    }

    private static String error(String text) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        answer.putNull("id");
        answer.putObject("error").put("code", -32600).put("message", text);
        return answer.toString();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
