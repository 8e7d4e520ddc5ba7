package io.yumen.backend.http;

import static io.yumen.backend.TestClient.json;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** A server whose answers a test writes, one for each kind of request; each later one of a kind gets the last answer. */
final class ScriptedHttpServer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<Seen> unexpected = new LinkedBlockingQueue<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** A request as it came; {@code body} is empty where it had none. */
    record Seen(String kind, Map<String, List<String>> headers, ObjectNode body) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? "" : values.getFirst();
        }
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        void to(Seen request, HttpExchange exchange) throws IOException;
    }

    ScriptedHttpServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    /** Says how requests of that kind are answered: an MCP method, or {@code GET} or {@code DELETE}. */
    ScriptedHttpServer on(String kind, Answer... inOrder) {
        answers.put(kind, new ArrayDeque<>(List.of(inOrder)));
        return this;
    }

    /** A session of the legacy era with no stream of events. */
    ScriptedHttpServer legacy(String session) {
        return on("server/discover", status(400, "{}"))
                .on("initialize", (request, exchange) -> {
                    exchange.getResponseHeaders().set("Mcp-Session-Id", session);
                    result("{'protocolVersion': '2025-11-25', 'capabilities': {}}")
                            .to(request, exchange);
                })
                .on("notifications/initialized", status(202, ""))
                .on("GET", status(405, ""))
                .on("DELETE", status(200, ""));
    }

    static Answer result(String result) {
        return (request, exchange) -> {
            ObjectNode answer = json("{'jsonrpc': '2.0'}");
            answer.set("id", request.body().get("id"));
            answer.set("result", json(result));
            send(exchange, 200, "application/json", answer.toString());
        };
    }

    static Answer status(int status, String body) {
        return (request, exchange) -> send(exchange, status, "application/json", body);
    }

    /** Events in one stream; {@code $id} in them is the id of the request. */
    static Answer events(String... events) {
        return (request, exchange) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (String event : events) {
                    String id = String.valueOf(request.body().get("id"));
                    out.write((event.replace("$id", id).replace('\'', '"') + "\n\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        };
    }

    /** Begins a stream, says that, and leaves it open until the server is closed or the client goes. */
    static Answer open(String... events) {
        return (request, exchange) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            for (String event : events) {
                String id = String.valueOf(request.body().get("id"));
                out.write((event.replace("$id", id).replace('\'', '"') + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
        };
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** The requests of that kind so far. */
    List<Seen> seen(String kind) {
        return seen.stream().filter(request -> request.kind().equals(kind)).toList();
    }

    /** Waits for a request of that kind which the script has no answer for; it got 202. */
    Seen other(String kind) {
        try {
            while (true) {
                Seen next = unexpected.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("Not seen: " + kind + "; seen were " + seen);
                }
                if (next.kind().equals(kind)) {
                    return next;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        ObjectNode body = text.isEmpty() ? json("{}") : json(text);
        String kind = exchange.getRequestMethod().equals("POST")
                ? body.path("method").asString("answer")
                : exchange.getRequestMethod();
        Seen request = new Seen(kind, Map.copyOf(exchange.getRequestHeaders()), body);
        seen.add(request);
        Deque<Answer> script = answers.get(kind);
        if (script == null) {
            unexpected.add(request);
            send(exchange, 202, "application/json", "");
        } else {
            next(script).to(request, exchange);
        }
    }

    private static Answer next(Deque<Answer> script) {
        synchronized (script) {
            Answer first = script.removeFirst();
            if (script.isEmpty()) {
                script.addLast(first);
            }
            return first;
        }
    }
}
