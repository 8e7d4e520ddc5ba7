package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.app.access.State;
import io.yumen.auth.server.Browser;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.file.ConfigFile;
import io.yumen.tenant.TenantId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules that demand scopes: who has a token without them is told how to get one, and a real client does so. */
@Timeout(120)
class StepUpTest {
    private static final String META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
            "io.modelcontextprotocol/clientCapabilities":{}}""";
    private static final String ADD = """
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"add","arguments":{"a":1,"b":2}%s}}""";

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Gateway gateway;
    private String issuer;

    @BeforeEach
    void start() {
        Path state = directory.resolve("state");
        try (State open = State.open(state)) {
            new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system())
                    .create("ann", TenantId.LOCAL, Set.of(), Browser.PASSWORD);
        }
        gateway = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "state": "%s", "audit": {"trail": "off"},
                 "mcpServers": {"everything": {"service": "everything"}},
                 "access": {
                   "login": {"scopes": ["mcp", "sums:write", "sums:big"], "clients": {
                     "editor": {"redirects": ["http://127.0.0.1:7777/callback"]}}},
                   "rules": [
                     {"name": "sums", "effect": "allow", "tools": ["add"], "scopes": ["sums:write", "sums:big"]},
                     {"name": "rest", "effect": "allow"}]}}""".formatted(state)));
        issuer = gateway.endpoint().resolve("/").toString().replaceAll("/$", "");
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void the_client_of_the_sdk_has_its_user_allow_more_when_a_call_takes_it(String era) throws Exception {
        Process client = new ProcessBuilder(Peers.node(), "e2e/clients/step-up.mjs", era, issuer + "/mcp", "editor")
                .redirectErrorStream(true)
                .start();
        List<String> said = new ArrayList<>();
        List<String> pages = new ArrayList<>();
        try (BufferedReader lines = client.inputReader();
                BufferedWriter answers = client.outputWriter();
                Browser browser = new Browser(issuer)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith("AUTHORIZE ")) {
                    HttpResponse<String> page =
                            question(browser, line.substring("AUTHORIZE ".length() + issuer.length()));
                    pages.add(page.body());
                    URI back = URI.create(browser.answer(page, "allow")
                            .headers()
                            .firstValue("Location")
                            .orElseThrow());
                    answers.write(back.getRawQuery() + "\n");
                    answers.flush();
                }
            }
        } finally {
            client.destroyForcibly();
        }

        JsonNode outcome = JsonMapper.shared().readTree(said.getLast());
        assertThat(outcome.path("asked").valueStream().map(JsonNode::stringValue))
                .as("%s", said)
                .containsExactly("mcp", "mcp sums:big sums:write");
        assertThat(outcome.path("tools").toString()).contains("\"add\"");
        assertThat(outcome.path("sum").asString()).contains("42");
        assertThat(outcome.path("scope").asString()).isEqualTo("mcp sums:big sums:write");
        assertThat(pages.getLast()).contains("mcp, sums:big, sums:write");
        Peers.report("step-up-" + era, "step-up by scopes with the TypeScript SDK, " + era + " era");
    }

    @Test
    void a_token_without_the_scopes_is_told_all_of_them_at_once_in_both_eras_and_in_envelopes() throws Exception {
        String challenge = "Bearer realm=\"yumen\", error=\"insufficient_scope\","
                + " error_description=\"The token is not good for this call\", scope=\"mcp sums:big sums:write\","
                + " resource_metadata=\"" + issuer + "/.well-known/oauth-protected-resource/mcp\"";
        String token = token("mcp", issuer + "/mcp");

        HttpResponse<String> modern = post("/mcp", token, ADD.formatted("," + META), modernHeaders());
        assertThat(modern.statusCode()).isEqualTo(403);
        assertThat(modern.headers().allValues("WWW-Authenticate")).containsExactly(challenge);
        assertThat(JsonMapper.shared()
                        .readTree(modern.body())
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(-32007);

        HttpResponse<String> begun = post("/mcp", token, """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
                "clientInfo":{"name":"t","version":"1"}}}""", Map.of());
        String session = begun.headers().firstValue("Mcp-Session-Id").orElseThrow();
        HttpResponse<String> legacy = post("/mcp", token, ADD.formatted(""), Map.of("Mcp-Session-Id", session));
        assertThat(legacy.statusCode()).isEqualTo(403);
        assertThat(legacy.headers().allValues("WWW-Authenticate")).containsExactly(challenge);

        HttpResponse<String> alone = post("/mcp/message", token("mcp", issuer), ADD.formatted("," + META), Map.of());
        assertThat(alone.statusCode()).as(alone.body()).isEqualTo(403);
        assertThat(alone.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope", "scope=\"mcp sums:big sums:write\"");

        String both = token("mcp sums:write sums:big", issuer + "/mcp");
        assertThat(post("/mcp", both, ADD.formatted("," + META), modernHeaders())
                        .statusCode())
                .isEqualTo(200);
        String half = token("mcp sums:write", issuer + "/mcp");
        assertThat(post("/mcp", half, ADD.formatted("," + META), modernHeaders())
                        .body())
                .contains("does not have: sums:big");
    }

    @Test
    void who_begins_is_asked_for_what_no_rule_demands_and_the_metadata_name_everything() throws Exception {
        HttpResponse<String> refused = post("/mcp", "", ADD.formatted(""), Map.of());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("scope=\"mcp\"");
        HttpResponse<String> metadata = http.send(
                HttpRequest.newBuilder(URI.create(issuer + "/.well-known/oauth-protected-resource/mcp"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(JsonMapper.shared()
                        .readTree(metadata.body())
                        .path("scopes_supported")
                        .toString())
                .isEqualTo("[\"mcp\",\"sums:big\",\"sums:write\"]");
    }

    private String token(String scopes, String resource) throws Exception {
        try (Browser browser = new Browser(issuer)) {
            String more = "&scope=" + scopes.replace(" ", "+") + "&resource=" + resource;
            Map<String, String> back =
                    Browser.query(browser.answer(question(browser, Browser.authorize("editor", more)), "allow"));
            return browser.exchange(back, "editor").path("access_token").asString();
        }
    }

    /** The page that asks, whether or not one has to log in first. */
    private static HttpResponse<String> question(Browser browser, String authorize) {
        HttpResponse<String> page = browser.get(authorize);
        if (!page.body().contains("name=\"password\"")) {
            return page;
        }
        HttpResponse<String> in = browser.logIn(page, "ann");
        return browser.get(in.headers().firstValue("Location").orElseThrow());
    }

    private static Map<String, String> modernHeaders() {
        return Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "add");
    }

    private HttpResponse<String> post(String path, String token, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(issuer + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
