package io.yumen.e2e;

import io.yumen.protocol.Era;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How one of many clients says one thing after another and waits for each answer, by the wire that it came by. */
final class NonceLines {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How many polls may bring no answer before nobody waits for it any more. */
    private static final int POLLS = 10;

    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""";
    private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private NonceLines() {}

    /** Which server clients call, and how they speak. */
    record Way(String server, Era era) {
        String tool() {
            return server + "_echo";
        }

        String call(int id, String nonce) {
            String meta = switch (era) {
                case LEGACY -> "";
                case MODERN -> """
                        ,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                        "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                        "io.modelcontextprotocol/clientCapabilities":{}}""";
            };
            return """
                    {"jsonrpc":"2.0","id":%d,"method":"tools/call",\
                    "params":{"name":"%s","arguments":{"message":"%s"}%s}}""".formatted(id, tool(), nonce, meta);
        }
    }

    /** One client. */
    interface Line extends AutoCloseable {
        /** Has that echoed, and returns what came as the answer. */
        JsonNode ask(Way way, int id, String nonce) throws IOException, InterruptedException;

        @Override
        default void close() {}
    }

    /** The connections of all of them, and how many requests may be under way. */
    record Pool(HttpClient http, Semaphore places) implements AutoCloseable {
        Pool(Semaphore places) {
            this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), places);
        }

        HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            places.acquire();
            try {
                return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            } finally {
                places.release();
            }
        }

        /** What the operator is answered. */
        String operate(URI at, String token, String order) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(at)
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(order)))
                    .body();
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    /** Streamable HTTP: a session for each server in the legacy era, none in the modern one. */
    record Sessions(Pool pool, URI endpoint, String key, Map<Way, String> open) implements Line {
        Sessions(Pool pool, URI endpoint, String key) {
            this(pool, endpoint, key, new HashMap<>());
        }

        @Override
        public JsonNode ask(Way way, int id, String nonce) throws IOException, InterruptedException {
            if (way.era() == Era.LEGACY && !open.containsKey(way)) {
                HttpResponse<String> begun = post(way, INITIALIZE);
                open.put(
                        way,
                        begun.headers()
                                .firstValue("Mcp-Session-Id")
                                .orElseThrow(() -> new AssertionError(begun.statusCode() + begun.body())));
                post(way, INITIALIZED);
            }
            String body = post(way, way.call(id, nonce)).body();
            // A slow answer comes as an event.
            String message = body.startsWith("{") ? body : body.substring(Math.max(0, body.lastIndexOf("data: {") + 6));
            return read(message);
        }

        private HttpResponse<String> post(Way way, String body) throws IOException, InterruptedException {
            HttpRequest.Builder request = keyed(endpoint, key)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            if (way.era() == Era.MODERN) {
                request.header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", way.tool());
            } else if (open.containsKey(way)) {
                request.header("Mcp-Session-Id", open.get(way));
            }
            return pool.send(request);
        }
    }

    /** A WebSocket for each era. */
    record Sockets(Pool pool, URI endpoint, String key, Map<Era, Heard> open) implements Line {
        Sockets(Pool pool, URI endpoint, String key) {
            this(pool, endpoint, key, new EnumMap<>(Era.class));
        }

        @Override
        public JsonNode ask(Way way, int id, String nonce) throws IOException, InterruptedException {
            Heard heard = open.get(way.era());
            if (heard == null) {
                heard = connect();
                open.put(way.era(), heard);
                if (way.era() == Era.LEGACY) {
                    say(heard, INITIALIZE);
                    heard.socket().sendText(INITIALIZED, true).join();
                }
            }
            return say(heard, way.call(id, nonce));
        }

        private Heard connect() {
            BlockingQueue<String> messages = new LinkedBlockingQueue<>();
            WebSocket.Builder builder = pool.http().newWebSocketBuilder().subprotocols("mcp");
            if (!key.isEmpty()) {
                builder.header("X-API-Key", key);
            }
            URI at = URI.create("ws://" + endpoint.getAuthority() + "/mcp/ws");
            return new Heard(builder.buildAsync(at, new Listener(messages)).join(), messages);
        }

        private JsonNode say(Heard heard, String message) throws InterruptedException {
            pool.places().acquire();
            try {
                heard.socket().sendText(message, true).join();
                String answer = heard.messages().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return read(answer == null ? "" : answer);
            } finally {
                pool.places().release();
            }
        }

        @Override
        public void close() {
            open.values().forEach(heard -> heard.socket().abort());
        }
    }

    /** A socket, and what came by it. */
    private record Heard(WebSocket socket, BlockingQueue<String> messages) {}

    /** Puts the pieces of messages together. */
    private record Listener(BlockingQueue<String> messages, StringBuilder piece) implements WebSocket.Listener {
        Listener(BlockingQueue<String> messages) {
            this(messages, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            piece.append(data);
            if (isLast) {
                // What nobody asked for, such as that lists have changed, is no answer.
                if (!piece.toString().contains("\"method\"")) {
                    messages.add(piece.toString());
                }
                piece.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, isLast);
        }
    }

    /** A connection of the long poll for each era: what is said is posted, what answers it is fetched. */
    record Polls(Pool pool, URI endpoint, String key, Map<Era, String> cursors) implements Line {
        Polls(Pool pool, URI endpoint, String key) {
            this(pool, endpoint, key, new EnumMap<>(Era.class));
        }

        @Override
        public JsonNode ask(Way way, int id, String nonce) throws IOException, InterruptedException {
            if (!cursors.containsKey(way.era())) {
                cursors.put(way.era(), fetch("?dialect=jsonrpc").path("cursor").asString());
                if (way.era() == Era.LEGACY) {
                    say(way.era(), INITIALIZE);
                    post(way.era(), INITIALIZED);
                }
            }
            return say(way.era(), way.call(id, nonce));
        }

        private JsonNode say(Era era, String message) throws IOException, InterruptedException {
            post(era, message);
            JsonNode fetched = read("");
            for (int polls = 0; polls < POLLS; polls++) {
                fetched = fetch("?cursor=" + cursors.get(era));
                cursors.put(era, fetched.path("cursor").asString(""));
                // What nobody asked for, such as that lists have changed, is no answer.
                List<JsonNode> answers = fetched.path("messages")
                        .valueStream()
                        .filter(one -> !one.has("method"))
                        .toList();
                if (!answers.isEmpty()) {
                    return answers.size() == 1 ? answers.getFirst() : fetched;
                }
            }
            return fetched;
        }

        private void post(Era era, String message) throws IOException, InterruptedException {
            String cursor = cursors.get(era);
            HttpResponse<String> posted = pool.send(keyed(endpoint.resolve("/mcp/message"), key)
                    .header("Content-Type", "application/json")
                    .header("X-Connection-Id", cursor.substring(0, cursor.lastIndexOf('.')))
                    .POST(HttpRequest.BodyPublishers.ofString(message)));
            if (posted.statusCode() != 202) {
                throw new AssertionError(posted.statusCode() + posted.body());
            }
        }

        private JsonNode fetch(String query) throws IOException, InterruptedException {
            return read(
                    pool.send(keyed(endpoint.resolve("/mcp/poll" + query), key).GET())
                            .body());
        }
    }

    private static HttpRequest.Builder keyed(URI at, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at);
        return key.isEmpty() ? request : request.header("X-API-Key", key);
    }

    private static JsonNode read(String message) {
        return JsonMapper.shared().readTree(message.isBlank() ? "{}" : message);
    }
}
