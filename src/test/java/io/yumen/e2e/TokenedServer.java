package io.yumen.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server of the legacy era that wants a token, and its authorization server: one client gets one there, another is refused. */
final class TokenedServer implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    private final String secret = canary();
    private final String refusedSecret = canary();
    private final String token = canary();
    private final String refresh = canary();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    TokenedServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/mcp", this::serve);
        http.createContext("/token", this::issue);
        http.createContext(
                "/.well-known/oauth-protected-resource", exchange -> answer(exchange, 200, """
                {"resource": "%1$s/mcp", "authorization_servers": ["%1$s"]}""".formatted(origin())));
        http.createContext(
                "/.well-known/oauth-authorization-server", exchange -> answer(exchange, 200, """
                {"issuer": "%1$s", "token_endpoint": "%1$s/token", "authorization_endpoint": "%1$s/authorize",
                 "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
                 "token_endpoint_auth_methods_supported": ["client_secret_basic"]}""".formatted(origin())));
        http.start();
    }

    /** Entries of a configuration: {@code tracker}, which gets a token, and {@code refused}, which does not. */
    String entries() {
        String entry = """
                "%s": {"url": "%s/mcp", "auth": {"oauth": {
                  "grant": "client_credentials", "clientId": "%1$s", "clientSecret": "%s"}}}""";
        return entry.formatted("tracker", origin(), secret) + ", "
                + entry.formatted("refused", origin(), refusedSecret);
    }

    /** What nobody but the two of them is to see. */
    Map<String, String> secrets() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("the secret of a client", secret);
        all.put("the secret of a client, as it is sent", basic("tracker", secret));
        all.put("the secret of a client that is refused", refusedSecret);
        all.put("the secret of a client that is refused, as it is sent", basic("refused", refusedSecret));
        all.put("an access token for a server", token);
        all.put("a refresh token for a server", refresh);
        return all;
    }

    /** What stood in {@code Authorization} of all that came. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void issue(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (authorization(exchange).equals("Basic " + basic("tracker", secret))) {
            answer(exchange, 200, """
                    {"access_token": "%s", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "%s"}""".formatted(token, refresh));
        } else {
            answer(exchange, UNAUTHORIZED, "{\"error\": \"invalid_client\"}");
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!authorization(exchange).equals("Bearer " + token)) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer resource_metadata=\"" + origin() + "/.well-known/oauth-protected-resource/mcp\"");
            answer(exchange, UNAUTHORIZED, "");
            return;
        }
        if (exchange.getRequestMethod().equals("GET")
                || exchange.getRequestMethod().equals("DELETE")) {
            answer(exchange, 405, "");
            return;
        }
        JsonNode request = JsonMapper.shared().readTree(body);
        String method = request.path("method").asString("");
        if (!request.has("id") || method.equals("server/discover")) {
            answer(exchange, request.has("id") ? 405 : 202, "");
            return;
        }
        ObjectNode answer = JsonMapper.shared().createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.set("result", JsonMapper.shared().readTree(result(method)));
        answer(exchange, 200, answer.toString());
    }

    private static String result(String method) {
        return switch (method) {
            case "initialize" -> """
                {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}}""";
            case "tools/list" -> """
                {"tools": [{"name": "track", "inputSchema": {"type": "object"}}]}""";
            default -> """
                {"content": [{"type": "text", "text": "tracked"}]}""";
        };
    }

    private String authorization(HttpExchange exchange) {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        seen.add(shown);
        return shown;
    }

    private String origin() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static String basic(String id, String secret) {
        return Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static String canary() {
        return "canary-" + UUID.randomUUID();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
