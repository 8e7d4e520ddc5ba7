package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.app.access.State;
import io.yumen.auth.server.Browser;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.tenant.TenantId;
import io.yumen.transport.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that issues its own tokens: the conformance suite grades it, a real browser logs in, and its tokens let in. */
@Timeout(180)
class OwnLoginTest {
    private static final String SUITE = Peers.module("@modelcontextprotocol/conformance/dist/index.js");
    private static final Pattern SCENARIO = Pattern.compile("(?m)^ +- ([a-z0-9-]+)");
    private static final String LIST = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"t","version":"1"}}}""";

    @TempDir
    Path directory;

    private int callback;
    private Gateway gateway;
    private HttpServer app;
    private String issuer;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            callback = socket.getLocalPort();
        }
        Path state = directory.resolve("state");
        try (State open = State.open(state)) {
            new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system())
                    .create("ann", TenantId.LOCAL, Set.of("operator"), Browser.PASSWORD);
        }
        app = HttpServer.start(HttpServerConfig.loopback(0), this::page);
        gateway = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "state": "%s", "mcpServers": {"everything": {"service": "everything"}},
                 "access": {"login": {"clients": {
                   "suite": {"redirects": ["http://127.0.0.1/callback"]},
                   "editor": {"redirects": ["http://127.0.0.1:7777/callback"]},
                   "app": {"name": "The app", "redirects": ["http://127.0.0.1:%d/callback"]}}}}}""".formatted(state, app.port())));
        issuer = gateway.endpoint().resolve("/").toString().replaceAll("/$", "");
    }

    @AfterEach
    void stop() {
        gateway.close();
        app.drain(Duration.ZERO);
    }

    @Test
    void the_authorization_scenarios_of_the_suite_pass() throws Exception {
        Process suite = new ProcessBuilder(
                        Peers.node(),
                        SUITE,
                        "authorization",
                        "--url",
                        issuer,
                        "--client-id",
                        "suite",
                        "--resource",
                        issuer + "/mcp",
                        "-p",
                        String.valueOf(callback),
                        "-o",
                        directory.resolve("results").toString())
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = suite.inputReader();
                Browser browser = new Browser(issuer)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith(issuer + "/authorize")) {
                    follow(allowed(browser, line.substring(issuer.length())));
                }
            }
            assertThat(suite.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            suite.destroyForcibly();
        }
        assertThat(suite.exitValue()).as(said.toString()).isZero();
        List<String> scenarios = scenarios();
        assertThat(scenarios)
                .containsExactlyInAnyOrder("authorization-server-metadata-endpoint", "authorization-code-grant");
        assertThat(said).contains("Running test (" + scenarios.size() + " scenarios)");
        List<String> checks = checks(directory.resolve("results"));
        assertThat(checks)
                .as("the suite has these three, of which the first two are of one scenario")
                .containsExactlyInAnyOrder(
                        "authorization-server-metadata SUCCESS",
                        "authorization-server-metadata-cimd SUCCESS",
                        "authorization-code-grant SUCCESS");
        Peers.report(
                "conformance-of-the-authorization-server",
                "authorization server conformance  %1$d/%1$d scenarios, %2$d/%2$d checks"
                        .formatted(scenarios.size(), checks.size()));
    }

    /** What the suite itself says that it has for authorization servers, so that none that is new is missed. */
    private static List<String> scenarios() throws Exception {
        Peers.Ran ran =
                Peers.run(List.of(Peers.node(), SUITE, "list", "--authorization"), Map.of(), Duration.ofSeconds(60));
        return SCENARIO.matcher(ran.printed())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Every check that the suite made, with what came of it. */
    private static List<String> checks(Path results) throws IOException {
        List<String> checks = new ArrayList<>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(one -> one.endsWith("checks.json")).toList()) {
                JsonMapper.shared()
                        .readTree(Files.readString(file))
                        .forEach(check -> checks.add(check.path("id").asString() + " "
                                + check.path("status").asString()));
            }
        }
        return checks;
    }

    @Test
    void a_token_of_ours_lets_in_and_no_longer_when_it_is_taken_back() throws Exception {
        try (Browser browser = new Browser(issuer)) {
            Map<String, String> back = Browser.query(allowed(browser, Browser.authorize("editor", "")));
            JsonNode tokens = browser.exchange(back, "editor");

            assertThat(initialize(tokens)).isEqualTo(200);
            assertThat(initialize("/servers/everything/mcp", tokens))
                    .as("another resource")
                    .isEqualTo(401);
            String metadata =
                    browser.get("/.well-known/oauth-protected-resource/mcp").body();
            assertThat(metadata).contains(issuer + "\"", "mcp");

            Map<String, String> given = new LinkedHashMap<>();
            given.put("client_id", "editor");
            given.put("token", tokens.path("refresh_token").asString());
            assertThat(browser.post("/revoke", given).statusCode()).isEqualTo(200);
            assertThat(initialize(tokens)).isEqualTo(401);
        }
    }

    @Test
    void a_user_comes_from_another_site_logs_in_and_allows_it_in_chromium() throws Exception {
        try (Chromium chromium = Chromium.start(directory)) {
            chromium.visit("http://app.example:" + app.port() + "/");
            chromium.awaitPage("An app");
            chromium.evaluate("document.querySelector('a').click()");
            chromium.awaitPage("Log in - Yumen");
            assertThat(chromium.evaluate("getComputedStyle(document.querySelector('main')).maxWidth"))
                    .as("the style is in force")
                    .isEqualTo("480px");
            chromium.evaluate("document.querySelector('#name').value = 'ann';"
                    + "document.querySelector('#password').value = 'not the right one';"
                    + "document.querySelector('button').click()");
            chromium.awaitPage("Log in - Yumen");
            Await.until(
                    "it is refused",
                    Duration.ofSeconds(30),
                    () -> chromium.evaluate(
                                    "document.querySelector('[role=alert]') ? document.querySelector('[role=alert]').textContent : ''")
                            .contains("not right"));
            chromium.evaluate("document.querySelector('#name').value = 'ann';"
                    + "document.querySelector('#password').value = '" + Browser.PASSWORD.reveal() + "';"
                    + "document.querySelector('button').click()");
            chromium.awaitPage("Let The app act for you?");
            chromium.evaluate("document.querySelector('button[value=allow]').click()");
            chromium.awaitPage("/callback?");
            assertThat(chromium.evaluate("location.href"))
                    .startsWith("http://127.0.0.1:" + app.port() + "/callback?")
                    .contains("code=", "state=s1", "iss=" + URLEncoder.encode(issuer, StandardCharsets.UTF_8));

            chromium.visit(issuer + "/account");
            chromium.awaitPage("Your account");
            chromium.visit("http://app.example:" + app.port() + "/frame");
            chromium.awaitPage("Framed");
            assertThat(chromium.evaluate("String(document.querySelector('iframe').contentDocument)"))
                    .as("it shows nothing of ours")
                    .isEqualTo("null");
        }
        Peers.report(
                "login-in-chromium",
                "login, consent and account pages in Chromium: from another site, and in no frame");
    }

    @Test
    void only_who_follows_a_link_comes_from_another_site() throws Exception {
        String visit = "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document\n";
        String inFrame = visit.replace("document", "iframe");
        String host = "Host: 127.0.0.1:" + gateway.endpoint().getPort() + "\n";

        assertThat(status("GET", "/account", host + visit)).isEqualTo(200);
        assertThat(status("GET", "/account", host + inFrame)).isEqualTo(403);
        assertThat(status("GET", "/mcp", host + visit)).isEqualTo(403);
        assertThat(status("GET", "/api/v1/users", host + visit)).isEqualTo(403);
        assertThat(status("POST", "/account/login", host + visit)).isEqualTo(403);
        assertThat(status("GET", "/account", "Host: evil.example\n" + visit)).isEqualTo(403);
        assertThat(status("POST", "/account/login", host + "Origin: https://evil.example\n"))
                .isEqualTo(403);
        assertThat(status("POST", "/account/login", host + "Origin: null\n")).isEqualTo(403);
    }

    private int status(String method, String path, String headers) {
        try (Wire wire = Wire.send(gateway.endpoint().getPort(), method, path, headers, "")) {
            return wire.status();
        }
    }

    private static java.net.http.HttpResponse<String> allowed(Browser browser, String authorize) {
        java.net.http.HttpResponse<String> page = browser.get(authorize);
        java.net.http.HttpResponse<String> in = browser.logIn(page, "ann");
        String next = in.headers().firstValue("Location").orElseThrow();
        return browser.answer(browser.get(next), "allow");
    }

    private static void follow(java.net.http.HttpResponse<String> redirect) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    java.net.http.HttpRequest.newBuilder(URI.create(
                                    redirect.headers().firstValue("Location").orElseThrow()))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.discarding());
        }
    }

    private int initialize(JsonNode tokens) throws Exception {
        return initialize("/mcp", tokens);
    }

    private int initialize(String path, JsonNode tokens) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            java.net.http.HttpRequest.newBuilder(URI.create(issuer + path))
                                    .timeout(Duration.ofSeconds(30))
                                    .header("Content-Type", "application/json")
                                    .header("Accept", "application/json, text/event-stream")
                                    .header(
                                            "Authorization",
                                            "Bearer "
                                                    + tokens.path("access_token")
                                                            .asString())
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(LIST))
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private void page(HttpRequest request, HttpResponse response) {
        String link = issuer + "/authorize?response_type=code&client_id=app&state=s1&code_challenge="
                + Browser.challenge() + "&code_challenge_method=S256&redirect_uri="
                + URLEncoder.encode("http://127.0.0.1:" + app.port() + "/callback", StandardCharsets.UTF_8);
        String body = switch (request.path()) {
            case "/" -> "<title>An app</title><a href=\"" + link.replace("&", "&amp;") + "\">Log in</a>";
            case "/frame" -> "<title>Framed</title><iframe src=\"" + issuer + "/account\"></iframe>";
            default -> "<title>Back</title>";
        };
        response.send(
                200,
                Headers.of("Content-Type", "text/html; charset=utf-8"),
                ("<!doctype html>" + body).getBytes(StandardCharsets.UTF_8));
    }
}
