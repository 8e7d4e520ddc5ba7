package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.access.State;
import io.yumen.auth.jwt.Mint;
import io.yumen.auth.server.Browser;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.http.server.Certificates;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a user and a client of our own authorization server show and get, and what the gateway itself shows and gets at the
 * authorization server of a server, is in no log at the finest level, no metric, no record, no
 * error, no answer to operators, and nowhere in the state as it stands on the disk.
 */
@Timeout(180)
class LoginCanaryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String AUDIENCE = "https://gateway.example/mcp";

    /** What a provider is shown by whoever asks it about tokens. */
    private static final String INTROSPECTION =
            Base64.getEncoder().encodeToString("gateway:a+secret%25".getBytes(StandardCharsets.US_ASCII));

    private static final String WRONG = "a wrong canary password";

    @TempDir
    private Path folder;

    private final Map<String, String> planted = new LinkedHashMap<>();
    private final StringBuilder said = new StringBuilder();
    private TokenedServer tokened;
    private Mint mint;
    private Shell shell;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        tokened = new TokenedServer();
        mint = new Mint();
        planted.putAll(tokened.secrets());
        Path state = folder.resolve("state");
        try (State open = State.open(state)) {
            new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system())
                    .create("ann", TenantId.LOCAL, Set.of("admin"), Browser.PASSWORD);
        }
        // It comes from the environment from now on, as it is where there is no place for a file.
        Path keyFile = state.resolve("master.key");
        String masterKey = Files.readString(keyFile).strip();
        Files.delete(keyFile);
        planted.put("the master key", masterKey);
        planted.put("the master key, in part", masterKey.substring(4, 40));
        planted.put(
                "the master key as it is",
                new String(Base64.getDecoder().decode(masterKey), StandardCharsets.ISO_8859_1));
        planted.put("the secret of an introspection, as it is sent", INTROSPECTION);
        planted.put("the secret of an introspection", "a secret%");
        shell = new Shell(
                Path.of("").toAbsolutePath(),
                Map.of(
                        "YUMEN_MASTER_KEY",
                        masterKey,
                        "XDG_RUNTIME_DIR",
                        Files.createDirectory(folder.resolve("runtime")).toString(),
                        "XDG_STATE_HOME",
                        folder.resolve("home").toString()));
        file = Files.writeString(
                folder.resolve("mcp.json"), """
                {"listen": {"port": 0}, "state": "%1$s", "mcpServers": {"everything": {"service": "everything"}, %2$s},
                 "audit": {"trail": "on", "record": "all", "directory": "%1$s/audit", "key": "%1$s/keys/audit.key"},
                 "access": {"passwords": true, "oidc": {"asked": {
                    "issuer": "%3$s", "audience": ["%4$s"], "scopes": ["mcp"], "roles": "roles", "tenant": "local",
                    "introspection": {"clientId": "gateway", "clientSecret": "a secret%%"}}}, "login": {"clients": {"editor": {"redirects": ["http://127.0.0.1:7777/callback"]}}}}}""".formatted(state, tokened.entries(), mint.issuer(), AUDIENCE));
    }

    @AfterEach
    void stop() {
        tokened.close();
        mint.close();
    }

    @Test
    void what_users_and_clients_show_is_nowhere() throws Exception {
        planted.put("the password of a login", Browser.PASSWORD.reveal());
        planted.put("a wrong password", WRONG);
        try (Served gateway = Served.start(shell, file, "--log-level", "trace", "--log-format", "json");
                HttpClient client = HttpClient.newHttpClient()) {
            String site = gateway.endpoint().resolve("/").toString().replaceAll("/$", "");
            try (Browser browser = new Browser(site)) {
                logInWrongly(browser);
                useTokens(gateway, client, browser);
            }
            said.append(gateway.printed());
            gateway.process().destroy();
            gateway.exitCode(PATIENCE);
            said.append(gateway.errors());
        }
        everyFile();
        String all = said.toString();
        assertThat(all).contains("\"kind\":\"login\"", "\"kind\":\"refusal\"", "DEBUG", "mcp_requests_total");
        assertThat(planted).hasSizeGreaterThanOrEqualTo(20);
        planted.forEach((what, value) -> {
            assertThat(value).as(what).hasSizeGreaterThan(8);
            assertThat(all.contains(value)).as(what).isFalse();
        });
    }

    @Test
    void the_private_key_of_a_certificate_is_nowhere() throws Exception {
        Certificates tls = Certificates.make(folder, "tls");
        String pem = Files.readString(tls.key());
        String[] lines = pem.lines().filter(line -> !line.startsWith("-")).toArray(String[]::new);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "{\"port\": 0}",
                                "{\"port\": 0, \"tls\": {\"certificate\": \"%s\", \"key\": \"%s\"}}"
                                        .formatted(tls.certificate(), tls.key())));
        try (Served gateway = Served.start(shell, file, "--log-level", "trace", "--log-format", "json")) {
            assertThat(gateway.endpoint().getScheme()).isEqualTo("https");
            Shell.Said made = shell.yumen("key", "create", "ops", "--role", "admin");
            said.append(made.err()).append(shell.yumen("status").out());
            // A certificate that is none is told of, and not shown.
            Files.writeString(tls.certificate(), pem);
            Await.until("it is told", PATIENCE, () -> {
                // It is looked at when somebody comes.
                new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort()).close();
                return (gateway.printed() + gateway.errors()).contains("changed certificate cannot be used");
            });
            gateway.process().destroy();
            gateway.exitCode(PATIENCE);
            said.append(gateway.printed()).append(gateway.errors());
        }
        everyFile();
        for (String command : List.of("check", "doctor")) {
            Shell.Said one = shell.yumen(command, "-c", file.toString());
            said.append(one.out()).append(one.err());
        }
        assertThat(lines.length).isPositive();
        assertThat(said.toString()).contains("DEBUG").doesNotContain(lines).doesNotContain("BEGIN PRIVATE KEY");
        planted.forEach((what, value) ->
                assertThat(said.toString().contains(value)).as(what).isFalse());
    }

    private void logInWrongly(Browser browser) {
        HttpResponse<String> page = browser.get("/account/login");
        Map<String, String> form = Browser.hidden(page);
        form.put("name", "ann");
        form.put("password", WRONG);
        HttpResponse<String> refused = browser.post("/account/login", form);
        assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
        said.append(refused.body());
    }

    private void useTokens(Served gateway, HttpClient client, Browser browser) throws Exception {
        String code = browser.allow(browser.question("ann", "editor")).get("code");
        planted.put("a code", code);
        JsonNode first = token(browser, Map.of("grant_type", "authorization_code", "code", code));
        plant("the first", first);
        JsonNode next = token(browser, refresh(first));
        plant("the next", next);
        int count = 0;
        for (String cookie : browser.cookies()) {
            planted.put("cookie " + ++count, cookie);
        }
        assertThat(count).isPositive();
        String access = next.path("access_token").asString();
        Mint.Holder holder = new Mint.Holder();
        String proof = holder.proof(holder.claims("POST", gateway.endpoint().toString(), access));
        planted.put("a proof", proof);
        planted.put("the signature of a proof", proof.substring(proof.lastIndexOf('.')));
        assertThat(said(client, gateway, "Authorization", "DPoP " + access, "DPoP", proof))
                .isEqualTo(401);
        assertThat(said(client, gateway, "Authorization", "Bearer " + access)).isEqualTo(200);

        Map<String, String> unknown = new LinkedHashMap<>(Map.of("client_id", "editor", "token", "canary-no-token"));
        planted.put("a token that is none", "canary-no-token");
        said.append(browser.post("/revoke", unknown).body());
        operators(gateway);
        // Both come a second time: what hung on them is over, and answered with errors.
        said.append(token(browser, refresh(first)));
        said.append(token(browser, Map.of("grant_type", "authorization_code", "code", code)));
        assertThat(said(client, gateway, "Authorization", "Bearer " + access)).isEqualTo(401);
    }

    /** What is answered to operators while all that is good. */
    private void operators(Served gateway) throws Exception {
        String key =
                shell.yumen("key", "create", "ops", "--role", "admin").out().strip();
        planted.put("a key", key);
        gateway.useKey(Optional.of(key));
        makeUser(gateway, key);
        askTheProvider(gateway);
        assertThat(track(gateway, key, "tracker")).contains("tracked");
        assertThat(track(gateway, key, "refused")).contains("error").doesNotContain("tracked");
        tokened.secrets()
                .forEach((what, value) -> assertThat(
                                String.join("\n", tokened.seen()).contains(value))
                        .as(what + " is where it belongs")
                        .isEqualTo(what.endsWith("as it is sent") || what.startsWith("an access token")));
        for (String path : List.of(
                "/health",
                "/metrics",
                "/api/v1/users",
                "/api/v1/keys",
                "/api/v1/servers",
                "/api/v1/servers/tracker",
                "/api/v1/servers/tracker/log",
                "/api/v1/servers/refused/log",
                "/api/v1/audit?limit=10000")) {
            HttpResponse<String> answer = gateway.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            said.append(answer.body());
        }
    }

    private void makeUser(Served gateway, String key) throws Exception {
        String password = "canary " + UUID.randomUUID();
        planted.put("the password of a new user", password);
        planted.put("another password of a new user", "another " + password);
        for (String order : List.of(
                "/api/v1/users {\"name\": \"new\", \"password\": \"%s\"}",
                "/api/v1/users {\"name\": \"new\", \"password\": \"another %s\"}",
                "/api/v1/users {\"name\": \"new\", \"password\": \"%s\", \"more\": 1}",
                "/api/v1/users {\"name\": \"new\", \"password\": \"%s",
                "/api/v1/users {\"name\": \"\", \"password\": \"%s\"}",
                "/api/v1/users/new/password {\"password\": \"another %s\"}",
                "/api/v1/users/nobody/password {\"password\": \"%s\"}")) {
            int space = order.indexOf(' ');
            said.append(answer(
                    gateway,
                    order.substring(0, space),
                    order.substring(space + 1).formatted(password),
                    "X-API-Key",
                    key));
        }
        assertThat(gateway.get("/api/v1/users").body()).contains("\"new\"");
    }

    private void askTheProvider(Served gateway) throws Exception {
        ObjectNode claims = mint.claims(AUDIENCE);
        claims.putArray("roles").add("monitor");
        String good = mint.opaque("canary-opaque-" + UUID.randomUUID(), claims);
        planted.put("a token that a provider is asked about", good);
        planted.put("a token that a provider does not know", good + "-not");
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(said(client, gateway, "Authorization", "Bearer " + good)).isEqualTo(200);
            assertThat(said(client, gateway, "Authorization", "Bearer " + good + "-not"))
                    .isEqualTo(401);
            mint.goDown();
            assertThat(said(client, gateway, "Authorization", "Bearer " + good + "-else"))
                    .isEqualTo(503);
        }
    }

    private static String answer(Served gateway, String path, String body, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.endpoint().resolve(path))
                    .timeout(PATIENCE)
                    .headers(headers)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.body() + answer.headers().map();
        }
    }

    /** Calls the tool of a server that wants a token of the gateway. */
    private String track(Served gateway, String key, String server) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.endpoint().resolve("/servers/" + server + "/mcp"))
                    .timeout(PATIENCE)
                    .header("X-API-Key", key)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Method", "tools/call")
                    .header("Mcp-Name", "track")
                    .POST(HttpRequest.BodyPublishers.ofString("""
                            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "track", "arguments": {}, "_meta": {
                              "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                              "io.modelcontextprotocol/clientCapabilities": {},
                              "io.modelcontextprotocol/clientInfo": {"name": "canary", "version": "1"}}}}"""))
                    .build();
            String answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            said.append(answer);
            return answer;
        }
    }

    /** All that lies on the disk: records and the state, whatever bytes they are. */
    private void everyFile() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                said.append(new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void plant(String which, JsonNode tokens) {
        String access = tokens.path("access_token").asString();
        planted.put(which + " access token", access);
        planted.put("the signature of " + which + " access token", access.substring(access.lastIndexOf('.')));
        planted.put(which + " refresh token", tokens.path("refresh_token").asString());
    }

    private int said(HttpClient client, Served gateway, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.endpoint())
                .timeout(PATIENCE)
                .headers(headers)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
                        "clientInfo":{"name":"t","version":"1"}}}"""))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        said.append(answer.body()).append(answer.headers().map());
        return answer.statusCode();
    }

    private static Map<String, String> refresh(JsonNode tokens) {
        return Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.path("refresh_token").asString());
    }

    private static JsonNode token(Browser browser, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.put("client_id", "editor");
        form.put("redirect_uri", "http://127.0.0.1:7777/callback");
        form.put("code_verifier", Browser.VERIFIER);
        return JsonMapper.shared().readTree(browser.post("/token", form).body());
    }
}
