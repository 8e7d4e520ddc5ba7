package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.app.Gateway;
import io.yumen.auth.server.Browser;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a caller shows to come in, and what its connection says of it, reaches no server, by whatever connector. */
@Timeout(180)
class KeptCredentialsTest {
    private static final String CANARY = "canary-" + UUID.randomUUID();
    private static final List<String> OF_THE_HOP = List.of(
            "Cookie: session=" + CANARY,
            "X-Forwarded-For: 203.0.113.77",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: host-" + CANARY,
            "X-Forwarded-User: user-" + CANARY,
            "Forwarded: for=203.0.113.78;host=" + CANARY,
            "Proxy-Authorization: Basic " + CANARY,
            "X-Real-IP: 203.0.113.79",
            "X-Auth-Token: " + CANARY,
            "User-Agent: agent-" + CANARY,
            "Referer: https://" + CANARY + ".example/");

    private static final List<String> SERVERS = List.of("modern", "legacy", "streams", "socket");
    private static final List<String> TOOLS =
            List.of("modern_echo", "legacy_echo", "streams_echo", "socket_echo", "child_count");

    @TempDir
    private Path folder;

    private final List<Taped> ways = new ArrayList<>();
    private HttpServer old;
    private Gateway behind;
    private Locked gateway;
    private Tokens tokens;
    private Guests guests;
    private Taped modern;
    private Taped legacy;
    private Taped streams;
    private Taped socket;

    @BeforeEach
    void start() throws IOException {
        old = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        old.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        old.createContext("/mcp", KeptCredentialsTest::serve);
        old.start();
        behind = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "state": "%s", "audit": {"trail": "off"}, "mcpServers": {"e": {"service": "everything"}}}""".formatted(folder.resolve("behind"))));
        modern = way(behind.endpoint().getPort());
        legacy = way(old.getAddress().getPort());
        streams = way(behind.endpoint().getPort());
        socket = way(behind.endpoint().getPort());
        Path child = Files.createDirectory(folder.resolve("child"));
        Files.writeString(child.resolve("serve.sh"), ServerHandles.SCRIPT);
        tokens = new Tokens();
        Guests.register(folder.resolve("own"));
        gateway =
                Locked.start(folder.resolve("own"), access(), ", \"trustedProxies\": [\"127.1.0.0/16\"]", """
                , "names": {"prefix": "always"}, "mcpServers": {
                  "modern": {"url": "http://%s/mcp"},
                  "legacy": {"url": "http://%s/mcp"},
                  "streams": {"url": "http://%s/sse"},
                  "socket": {"url": "ws://%s/mcp/ws"},
                  "child": {"command": "sh", "args": ["-c", "env >> %5$s/env; tee -a %5$s/in | sh %5$s/serve.sh"],
                            "env": {"OWN": "of the server"}, "isolation": "none"}}""".formatted(
                        modern.authority(), legacy.authority(), streams.authority(), socket.authority(), child));
        tokens.useAt(gateway.endpoint());
        guests = new Guests(gateway);
        waitForServers("X-API-Key: " + gateway.key("first", "[]"));
    }

    private void waitForServers(String key) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        for (String tool : TOOLS) {
            while (!call(door(tool, "m"), List.of(key)).body().contains("\"result\"")) {
                assertThat(System.nanoTime()).as(tool).isLessThan(end);
            }
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
        behind.close();
        tokens.close();
        ways.forEach(Taped::close);
        old.stop(0);
    }

    @Test
    void nothing_that_a_caller_shows_reaches_a_server() throws IOException {
        List<String> shown = new ArrayList<>(List.of(CANARY, "203.0.113.7", Defect.PASSWORD));
        List<String> said = new ArrayList<>();
        for (Defect good : credentials()) {
            for (String tool : TOOLS) {
                Door door = door(tool, "said-" + UUID.randomUUID());
                List<String> credential = good.headers().apply(door);
                assertThat(call(door, credential).body())
                        .as("%s, %s", good.name(), tool)
                        .contains("\"result\"")
                        .doesNotContain("\"isError\":true");
                said.add(tool.substring(0, tool.indexOf('_')) + " " + message(door));
                credential.forEach(line -> shown.add(line.substring(line.lastIndexOf(' ') + 1)));
            }
        }
        Map<String, String> heard = heard();
        for (String one : said) {
            String server = one.substring(0, one.indexOf(' '));
            assertThat(heard.get(server)).as("what is for it").contains(one.substring(one.indexOf(' ') + 1));
        }
        heard.put("environment", Files.readString(folder.resolve("child/env")));
        heard.forEach((server, all) ->
                assertThat(shown.stream().filter(all::contains)).as(server).isEmpty());
    }

    @Test
    void servers_get_the_headers_of_their_protocol_and_no_others() throws IOException {
        // What may be a server of the modern era is asked first whether it is one, with the headers of that era.
        assertThat(modern.headers()).isEqualTo(Map.of("POST", posted("Mcp-Method", "Mcp-Name")));
        assertThat(legacy.headers()).containsEntry("POST", posted("Mcp-Method", "Mcp-Session-Id"));
        assertThat(streams.headers())
                .isEqualTo(Map.of("GET", new TreeSet<>(Set.of("Accept", "Host")), "POST", posted("Mcp-Method")));
        assertThat(socket.headers())
                .isEqualTo(Map.of(
                        "GET",
                        new TreeSet<>(Set.of(
                                "Connection",
                                "Host",
                                "Sec-WebSocket-Key",
                                "Sec-WebSocket-Protocol",
                                "Sec-WebSocket-Version",
                                "Upgrade"))));
        assertThat(names(folder.resolve("child/env")))
                .contains("OWN", "PATH")
                .isSubsetOf(
                        "OWN",
                        "YUMEN_CHILD",
                        "HOME",
                        "LANG",
                        "LANGUAGE",
                        "LC_ALL",
                        "LC_CTYPE",
                        "LOGNAME",
                        "PATH",
                        "PWD",
                        "OLDPWD",
                        "SHELL",
                        "SHLVL",
                        "TERM",
                        "TMPDIR",
                        "TZ",
                        "USER",
                        "_");
    }

    private static Set<String> posted(String... more) {
        TreeSet<String> names =
                new TreeSet<>(Set.of("Accept", "Content-Length", "Content-Type", "Host", "MCP-Protocol-Version"));
        names.addAll(List.of(more));
        return names;
    }

    /** Credentials of every kind that let somebody in. */
    private List<Defect> credentials() throws IOException {
        String key = gateway.key("ann", "[]");
        List<Defect> all = new ArrayList<>();
        all.add(Defect.bearer("a key", key));
        all.add(Defect.shows("a key in its own header", "X-API-Key: " + key));
        all.add(Defect.bearer("a token of our own", ownToken()));
        guests.goods().limit(1).forEach(all::add);
        tokens.goods().forEach(all::add);
        return all;
    }

    private String ownToken() throws IOException {
        gateway.makeUser("login-user", "[]");
        try (Browser browser = new Browser(gateway.site())) {
            return browser.exchange(browser.allow(browser.question("login-user", "editor")), "editor")
                    .path("access_token")
                    .asString();
        }
    }

    private String access() {
        return tokens.access()
                .replaceFirst(
                        "\\{",
                        "{\"login\": {\"clients\": {\"editor\": {\"redirects\": [\"http://127.0.0.1:7777/callback\"]}}}, ");
    }

    private Map<String, String> heard() throws IOException {
        Map<String, String> heard = new HashMap<>();
        SERVERS.forEach(name -> heard.put(name, ways.get(SERVERS.indexOf(name)).all()));
        heard.put("child", Files.readString(folder.resolve("child/in")));
        return heard;
    }

    private RawHttp.Answer call(Door door, List<String> credential) throws IOException {
        List<String> headers = Stream.of(door.headers(), OF_THE_HOP, credential)
                .flatMap(List::stream)
                .toList();
        return RawHttp.send(Addresses.next(), gateway.endpoint(), door.line(), headers, door.body());
    }

    /** A call of that tool, as every door is described, for the proofs that name a place. */
    private static Door door(String tool, String message) {
        return new Door(
                "Streamable HTTP",
                "POST /mcp",
                Stream.concat(
                                Stream.of(
                                        "Content-Type: application/json",
                                        "Accept: application/json, text/event-stream"),
                                Person.modernHeaders("tools/call", tool).stream())
                        .toList(),
                Person.modern(
                        "tools/call", "\"name\":\"%s\",\"arguments\":{\"message\":\"%s\"},".formatted(tool, message)),
                200);
    }

    private static String message(Door door) {
        return door.body().replaceAll(".*\"message\":\"([^\"]*)\".*", "$1");
    }

    private static Set<String> names(Path environment) throws IOException {
        return Files.readAllLines(environment).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Taped way(int server) throws IOException {
        Taped way = new Taped(server);
        ways.add(way);
        return way;
    }

    /** A server of the legacy era. */
    private static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request =
                    JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            String method = request.path("method").asString("");
            if (!exchange.getRequestMethod().equals("POST") || method.equals("server/discover")) {
                exchange.sendResponseHeaders(405, -1);
            } else if (!request.has("id")) {
                exchange.sendResponseHeaders(202, -1);
            } else {
                ObjectNode answer = JsonMapper.shared().createObjectNode().put("jsonrpc", "2.0");
                answer.set("id", request.path("id"));
                answer.set("result", JsonMapper.shared().readTree(result(method)));
                byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("Mcp-Session-Id", "one");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static String result(String method) {
        return switch (method) {
            case "initialize" -> """
                {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}}""";
            case "tools/list" -> """
                {"tools": [{"name": "echo", "inputSchema": {"type": "object"}}]}""";
            default -> """
                {"content": [{"type": "text", "text": "heard"}]}""";
        };
    }
}
