package io.yumen.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A server of the modern era with a few resources, which says how long they are good. */
final class NoteServer implements AutoCloseable {
    static final String NOTE = "note://a";
    static final String PAGE = "note://page";
    static final String PAIR = "note://pair";

    /** It may be another for another caller. */
    static final String ONE = "note://one";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int ttlMillis;

    /** How often something was read. */
    final AtomicInteger reads = new AtomicInteger();

    NoteServer(int ttlMillis) {
        this.ttlMillis = ttlMillis;
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

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            ObjectNode asked = (ObjectNode) JsonMapper.shared().readTree(exchange.getRequestBody());
            ObjectNode answer = Trees.object().put("jsonrpc", "2.0");
            answer.set("id", asked.path("id"));
            ObjectNode result = result(asked);
            if (result.isEmpty()) {
                answer.putObject("error").put("code", -32602).put("message", "Resource not found");
            } else {
                answer.set("result", result.put("resultType", "complete"));
            }
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            // The gateway is gone, and nobody waits.
        }
    }

    private ObjectNode result(ObjectNode asked) {
        ObjectNode result = Trees.object();
        switch (asked.path("method").asString()) {
            case "server/discover" -> {
                result.putArray("supportedVersions").add("2026-07-28");
                result.putObject("capabilities").putObject("resources");
            }
            case "resources/list" -> {
                ArrayNode all =
                        result.put("ttlMs", 60_000).put("cacheScope", "public").putArray("resources");
                for (String uri : new String[] {NOTE, PAGE, PAIR, ONE}) {
                    all.addObject().put("uri", uri).put("name", uri);
                }
            }
            case "resources/templates/list" ->
                result.put("ttlMs", 60_000).put("cacheScope", "public").putArray("resourceTemplates");
            case "resources/read" -> read(asked.path("params").path("uri").asString(), result);
            default -> result.put("nothing", true);
        }
        return result;
    }

    private void read(String uri, ObjectNode result) {
        reads.incrementAndGet();
        switch (uri) {
            case NOTE -> {
                content(result, uri, "text/markdown").put("text", "# A note \u00e4\n");
                content(result, uri, "text/plain").put("text", "What the server says of it besides.");
            }
            case PAGE -> content(result, uri, "text/html").put("text", "<script>alert(1)</script>");
            case PAIR -> {
                content(result, uri, "text/plain").put("text", "one");
                content(result, uri + "/2", "text/plain").put("text", "two");
            }
            case ONE -> content(result, uri, "text/plain").put("text", "yours");
            default -> {
                return;
            }
        }
        result.put("ttlMs", ttlMillis).put("cacheScope", ONE.equals(uri) ? "private" : "public");
    }

    private static ObjectNode content(ObjectNode result, String uri, String type) {
        return result.withArrayProperty("contents").addObject().put("uri", uri).put("mimeType", type);
    }
}
