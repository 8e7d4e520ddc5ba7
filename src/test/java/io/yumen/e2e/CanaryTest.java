package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets of every kind are planted in a gateway that runs: in headers, URLs, arguments, answers of servers, the environment, the
 * configuration and keys. None of them is in its log at the finest level, its metrics, its audit trail and the copies of it, its
 * errors, what operators are answered, and what commands print.
 */
class CanaryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What callers show, or what is said of them on their way. */
    private static final Set<String> OF_CALLERS = Set.of(
            "a bearer token",
            "a password",
            "a key that is not one",
            "a cookie",
            "a scheme",
            "a cookie of who may come in",
            "a user, as a proxy says",
            "an address, as a proxy says",
            "a credential for a proxy");

    private final Map<String, String> planted = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> copies = new CopyOnWriteArrayList<>();
    private final StringBuilder said = new StringBuilder();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    private HttpServer upstream;
    private Shell shell;
    private Path file;

    @BeforeEach
    void plant() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/mcp", this::serve);
        upstream.createContext("/sink", this::receive);
        upstream.start();
        Path runtime = Files.createDirectory(folder.resolve("runtime"));
        shell = new Shell(
                folder,
                Map.of(
                        "XDG_RUNTIME_DIR", runtime.toString(),
                        "XDG_STATE_HOME", folder.resolve("state").toString(),
                        "UPSTREAM_TOKEN", secret("a header of a server, from the environment"),
                        "UNUSED_TOKEN", secret("a variable that nothing names"),
                        "CHILD_ARGUMENT", secret("an argument of a process, from the environment"),
                        "SINK_TOKEN", secret("a header of a sink")));
        Files.writeString(folder.resolve("token"), secret("a file that the configuration names"));
        Files.writeString(folder.resolve(".env"), "DOT_TOKEN=" + secret("a file .env") + "\n");
        file = Files.writeString(folder.resolve("mcp.json"), configuration());
    }

    @AfterEach
    void stop() {
        upstream.stop(0);
    }

    @Test
    void no_planted_secret_is_anywhere_but_where_it_belongs() throws Exception {
        try (Served gateway = Served.start(shell, file, "--log-level", "trace", "--log-format", "json")) {
            String key =
                    shell.yumen("key", "create", "ann", "--role", "admin").out().strip();
            planted.put("a good key", key);
            gateway.useKey(Optional.of(key));
            callWith(gateway, key);
            comeInWrongly(gateway);
            askAsOperator(gateway);
            Await.until("copies arrive", PATIENCE, () -> String.join("", copies).contains("\"name\":\"leak\""));
            said.append(gateway.printed());
            gateway.process().destroy();
            gateway.exitCode(PATIENCE);
            said.append(gateway.errors());
        }
        keys();
        commands();
        said.append(String.join("\n", copies));
        try (Stream<Path> trail = Files.walk(folder.resolve("state/yumen/audit"))) {
            for (Path one :
                    trail.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                said.append(Files.readString(one));
            }
        }
        String all = said.toString();
        assertThat(all).contains("\"kind\":\"call\"", "\"kind\":\"refusal\"", "DEBUG", "mcp_requests_total");
        assertThat(heads)
                .as("the server got what is for it")
                .anyMatch(head -> head.contains(planted.get("a header of a server, from the environment")));
        assertThat(heads)
                .as("and nothing that callers show, or say of themselves")
                .noneMatch(this::isOfCaller);
        assertThat(planted).hasSizeGreaterThanOrEqualTo(20);
        planted.forEach((where, value) -> {
            assertThat(all.contains(value))
                    .as(where + ": " + around(all, value))
                    .isFalse();
            String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
            assertThat(all.contains(encoded.substring(0, encoded.length() - 4)))
                    .as(where + ", encoded")
                    .isFalse();
        });
    }

    private boolean isOfCaller(String head) {
        return Stream.concat(Stream.of("a good key"), planted.keySet().stream().filter(OF_CALLERS::contains))
                .anyMatch(where -> head.contains(planted.get(where)));
    }

    /** What clients do who may come in; what they are answered is theirs, but for errors. */
    private void callWith(Served gateway, String key) throws Exception {
        HttpResponse<String> answer = call(gateway, key, "remote_leak", secret("an argument"));
        assertThat(answer.body()).contains(secret("an answer of a server"));
        call(gateway, key, "demo_echo", secret("an argument of a built-in tool"));
        error(call(gateway, key, "no_such_tool", secret("an argument of a tool that is not there")));
        error(call(gateway, key, "remote_break", secret("an argument of a call that fails")));
        String uri = "db://user:" + secret("a password in an address") + "@host/x?k=" + secret("a query of an address");
        error(send(gateway, key, "resources/read", "", "\"uri\": \"" + uri + "\""));
    }

    /** What clients do who may not. */
    private void comeInWrongly(Served gateway) throws Exception {
        String basic =
                Base64.getEncoder().encodeToString(("ann:" + secret("a password")).getBytes(StandardCharsets.UTF_8));
        for (String[] header : List.of(
                new String[] {"Authorization", "Bearer " + secret("a bearer token")},
                new String[] {"Authorization", "Basic " + basic},
                new String[] {"X-API-Key", secret("a key that is not one")},
                new String[] {"Cookie", "session=" + secret("a cookie")},
                new String[] {"Authorization", secret("a scheme")})) {
            error(send(post(gateway, "/mcp", "{}").header(header[0], header[1])));
        }
        error(send(post(gateway, "/mcp?access_token=" + secret("a token in a query"), "{}")));
        error(send(post(gateway, "/mcp", "{\"broken\": \"" + secret("what is no JSON") + "\"")));
        error(send(post(gateway, "/mcp", "{}")
                .header("X-API-Key", planted.get("a good key"))
                .header("Mcp-Session-Id", secret("the session of another"))));
        error(send(post(gateway, "/mcp", "{\"jsonrpc\": \"2.0\", \"id\": \"" + secret("an id") + "\"")
                .header("X-API-Key", planted.get("a good key"))));
    }

    private void askAsOperator(Served gateway) throws Exception {
        for (String path : List.of(
                "/health",
                "/metrics",
                "/api/v1/servers",
                "/api/v1/servers/remote",
                "/api/v1/servers/remote/log",
                "/api/v1/servers/child",
                "/api/v1/servers/child/log",
                "/api/v1/servers/lost/log",
                "/api/v1/keys",
                "/api/v1/audit?limit=10000")) {
            HttpResponse<String> answer = gateway.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            said.append(answer.body());
        }
    }

    /** The keys of the installation itself. */
    private void keys() throws IOException {
        planted.put(
                "the key of the trail",
                Files.readString(folder.resolve("state/yumen/keys/audit.key")).strip());
        byte[] master = Files.readAllBytes(folder.resolve("state/yumen/master.key"));
        planted.put("the master key", new String(master, StandardCharsets.ISO_8859_1).strip());
    }

    private void commands() throws Exception {
        for (String[] command : List.of(
                new String[] {"list", "-c", file.toString()},
                new String[] {"check", "-c", file.toString()},
                new String[] {"audit", "verify", "-c", file.toString()},
                new String[] {"audit", "search", "--json", "-c", file.toString()},
                new String[] {"tools", "-c", file.toString(), "demo"})) {
            Shell.Said one = shell.yumen(command);
            said.append(one.out()).append(one.err());
        }
    }

    private String configuration() {
        String origin = "http://127.0.0.1:" + upstream.getAddress().getPort();
        return """
                {"listen": {"port": 0}, "access": {},
                 "mcpServers": {
                   "demo": {"service": "everything"},
                   "remote": {"url": "%1$s/mcp?key=%2$s", "headers": {"Authorization": "Bearer ${env:UPSTREAM_TOKEN}",
                                                                     "X-File": "${file:token}", "X-Dot": "${DOT_TOKEN}"}},
                   "lost": {"url": "http://127.0.0.1:1/mcp?key=%3$s",
                            "auth": {"oauth": {"clientId": "c", "clientSecret": "%4$s"}}},
                   "child": {"command": "sh", "args": ["-c", "exit 3", "${env:CHILD_ARGUMENT}"], "env": {"TOKEN": "%5$s"}}},
                 "names": {"prefix": "always"},
                 "audit": {"trail": "on", "record": "all", "sinks": {
                   "good": {"url": "%1$s/sink?key=%6$s", "headers": {"Authorization": "${env:SINK_TOKEN}"}},
                   "lost": {"url": "http://127.0.0.1:1/?key=%7$s"}}}}""".formatted(
                        origin,
                        secret("a query of a server's URL"),
                        secret("a query of a URL where nobody is"),
                        secret("the secret of an OAuth client"),
                        secret("a variable of a process"),
                        secret("a query of a sink's URL"),
                        secret("a query of a sink's URL where nobody is"));
    }

    private HttpResponse<String> call(Served gateway, String key, String tool, String value) throws Exception {
        String params = "\"name\": \"%s\", \"arguments\": {\"message\": \"%s\"}".formatted(tool, value);
        return send(gateway, key, "tools/call", tool, params);
    }

    private HttpResponse<String> send(Served gateway, String key, String method, String name, String params)
            throws Exception {
        HttpRequest.Builder request = post(gateway, "/mcp", """
                        {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": {%s, "_meta": {
                          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                          "io.modelcontextprotocol/clientCapabilities": {},
                          "io.modelcontextprotocol/clientInfo": {"name": "canary", "version": "1"}}}}""".formatted(method, params))
                .header("X-API-Key", key)
                .header("Cookie", "session=" + secret("a cookie of who may come in"))
                .header("X-Forwarded-User", secret("a user, as a proxy says"))
                .header("X-Forwarded-For", "203.0.113.9, " + secret("an address, as a proxy says"))
                .header("Proxy-Authorization", "Basic " + secret("a credential for a proxy"))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method);
        return send(name.isEmpty() ? request : request.header("Mcp-Name", name));
    }

    private static HttpRequest.Builder post(Served gateway, String path, String body) {
        return HttpRequest.newBuilder(gateway.endpoint().resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void error(HttpResponse<String> answer) {
        assertThat(answer.body()).contains("\"error\"");
        said.append(answer.body()).append(answer.headers().map());
    }

    private String secret(String where) {
        return planted.computeIfAbsent(where, name -> "canary-" + UUID.randomUUID());
    }

    private static String around(String all, String value) {
        int at = all.indexOf(value);
        return at < 0 ? "" : all.substring(Math.max(0, at - 300), Math.min(all.length(), at + 100));
    }

    /** A server of the legacy era, which tells what it should not when it breaks. */
    private void serve(HttpExchange exchange) throws IOException {
        heads.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet());
        JsonNode request =
                JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
        String method = request.path("method").asString("");
        String tool = request.at("/params/name").asString("");
        if (exchange.getRequestMethod().equals("GET") || method.equals("server/discover")) {
            answer(exchange, 405, "");
        } else if (!request.has("id")) {
            answer(exchange, 202, "");
        } else if (tool.equals("break")) {
            answer(exchange, 500, secret("the body of an error of a server"));
        } else {
            ObjectNode body = JsonMapper.shared().createObjectNode().put("jsonrpc", "2.0");
            body.set("id", request.path("id"));
            body.set("result", result(method));
            answer(exchange, 200, body.toString());
        }
    }

    private JsonNode result(String method) {
        return JsonMapper.shared()
                .readTree(
                        switch (method) {
                            case "initialize" -> """
                {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}}""";
                            case "tools/list" -> """
                {"tools": [{"name": "leak", "inputSchema": {"type": "object"}}, {"name": "break", "inputSchema": {"type": "object"}}]}""";
                            default ->
                                "{\"content\": [{\"type\": \"text\", \"text\": \"" + secret("an answer of a server")
                                        + "\"}]}";
                        });
    }

    private void receive(HttpExchange exchange) throws IOException {
        copies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(exchange, 200, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
