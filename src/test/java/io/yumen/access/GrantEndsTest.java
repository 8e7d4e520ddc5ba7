package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.server.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What users of our own let a client do ends at once, with all that hangs on it, when it is taken back or the user goes. */
class GrantEndsTest {
    private static final String CLIENT = "editor";
    private static final String LISTEN = """
            {"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": {
             "notifications": {"toolsListChanged": true}, "_meta": {
             "io.modelcontextprotocol/protocolVersion": "2026-07-28",
             "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
             "io.modelcontextprotocol/clientCapabilities": {}}}}""";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Locked gateway;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        gateway = Locked.start(
                folder,
                "{\"login\": {\"clients\": {\"editor\": {\"name\": \"The editor\","
                        + " \"redirects\": [\"http://127.0.0.1:7777/callback\"]}}}}");
        browser = new Browser(root());
        gateway.operate(
                "POST /api/v1/users", "{\"name\": \"ann\", \"roles\": [], \"password\": \"correct horse battery\"}");
    }

    @AfterEach
    void stop() {
        browser.close();
        gateway.close();
        http.shutdownNow();
    }

    /** How it ends. */
    enum How {
        GIVEN_BACK,
        TAKEN_BACK,
        REFRESHED_TWICE,
        USER_DISABLED,
        USER_REMOVED,
        USER_LOCKED,
        PASSWORD_REPLACED,
        CLIENT_LOCKED
    }

    @ParameterizedTest
    @EnumSource
    void streams_and_tokens_end_with_the_grant(How how) throws Exception {
        JsonNode tokens = tokens();
        CompletableFuture<String> stream = listen(tokens);
        end(how, tokens);
        assertThat(stream.get(20, TimeUnit.SECONDS)).contains("-32006");
        int refused = how == How.USER_LOCKED || how == How.CLIENT_LOCKED ? 403 : 401;
        assertThat(post(tokens).statusCode()).isIn(401, refused);
        assertThat(refresh(tokens).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER_DISABLED", "USER_REMOVED", "USER_LOCKED", "PASSWORD_REPLACED", "CLIENT_LOCKED"})
    void codes_that_are_not_redeemed_yet_end_with_the_grants(How how) throws Exception {
        JsonNode tokens = tokens();
        String soon = code();
        String later = code();
        assertThat(redeem(code()).statusCode()).as("as long as nothing ended").isEqualTo(200);

        end(how, tokens);
        assertThat(redeem(soon).statusCode()).isEqualTo(400);
        lift(how);
        assertThat(redeem(soon).statusCode()).isEqualTo(400);
        assertThat(redeem(later).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER_DISABLED", "USER_REMOVED", "USER_LOCKED", "PASSWORD_REPLACED"})
    void nobody_allows_anything_any_more_in_a_browser_of_a_user_who_went(How how) throws Exception {
        JsonNode tokens = tokens();
        HttpResponse<String> question = question();
        end(how, tokens);
        lift(how);
        assertThat(browser.answer(question, "allow").body()).contains("Log in");
    }

    @Test
    void a_client_that_is_locked_out_gets_no_code() throws Exception {
        JsonNode tokens = tokens();
        HttpResponse<String> question = question();
        end(How.CLIENT_LOCKED, tokens);
        assertThat(browser.allow(question))
                .containsEntry("error", "access_denied")
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @EnumSource(names = {"USER_DISABLED", "USER_REMOVED", "USER_LOCKED"})
    void the_browsers_of_a_user_who_goes_are_logged_out(How how) throws Exception {
        JsonNode tokens = tokens();
        assertThat(browser.get("/account").body()).contains("Your account");
        end(how, tokens);
        HttpResponse<String> page = browser.get("/account");
        assertThat(page.body()).contains("Log in");
        assertThat(browser.logIn(page, "ann").statusCode()).isEqualTo(403);
        lift(how);
        assertThat(browser.get("/account").body())
                .as("logged in again by itself")
                .contains("Log in");
        assertThat(refresh(tokens).statusCode()).isEqualTo(400);
    }

    @Test
    void a_client_that_is_locked_out_is_not_asked_for_and_may_ask_again_when_that_is_lifted() throws Exception {
        end(How.CLIENT_LOCKED, tokens());
        assertThat(browser.get(Browser.authorize(CLIENT, "")).body()).contains("suspended this client");
        lift(How.CLIENT_LOCKED);
        assertThat(browser.get(Browser.authorize(CLIENT, "")).body()).contains("Allow");
    }

    private void end(How how, JsonNode tokens) throws IOException {
        switch (how) {
            case GIVEN_BACK ->
                browser.post(
                        "/revoke", Map.of("token", tokens.path("refresh_token").asString(), "client_id", CLIENT));
            case TAKEN_BACK -> browser.post("/account/grant", Browser.hidden(browser.get("/account")));
            case REFRESHED_TWICE -> {
                refresh(tokens);
                refresh(tokens);
            }
            case USER_DISABLED -> gateway.operate("POST /api/v1/users/ann/disable", "{}");
            case USER_REMOVED -> gateway.operate("DELETE /api/v1/users/ann", "");
            case USER_LOCKED -> gateway.operate("POST /api/v1/lockdown/principals/local/ann", "{}");
            case PASSWORD_REPLACED ->
                gateway.operate("POST /api/v1/users/ann/password", "{\"password\": \"another horse battery\"}");
            case CLIENT_LOCKED -> gateway.operate("POST /api/v1/lockdown/clients/" + CLIENT, "{}");
        }
    }

    private void lift(How how) throws IOException {
        switch (how) {
            case USER_DISABLED -> gateway.operate("POST /api/v1/users/ann/enable", "{}");
            case USER_LOCKED -> gateway.operate("DELETE /api/v1/lockdown/principals/local/ann", "");
            case CLIENT_LOCKED -> gateway.operate("DELETE /api/v1/lockdown/clients/" + CLIENT, "");
            case USER_REMOVED ->
                gateway.operate(
                        "POST /api/v1/users",
                        "{\"name\": \"ann\", \"roles\": [], \"password\": \"correct horse battery\"}");
            case GIVEN_BACK, TAKEN_BACK, REFRESHED_TWICE, PASSWORD_REPLACED -> {}
        }
    }

    private JsonNode tokens() {
        browser.logIn(browser.get("/account"), "ann");
        return JsonMapper.shared().readTree(redeem(code()).body());
    }

    /** What the browser that is logged in is asked. */
    private HttpResponse<String> question() {
        String resource = "&resource=" + URLEncoder.encode(root() + "/mcp", StandardCharsets.UTF_8);
        return browser.get(Browser.authorize(CLIENT, resource));
    }

    private String code() {
        return browser.allow(question()).get("code");
    }

    private HttpResponse<String> redeem(String code) {
        return browser.post(
                "/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "client_id",
                        CLIENT,
                        "redirect_uri",
                        "http://127.0.0.1:7777/callback",
                        "code_verifier",
                        Browser.VERIFIER));
    }

    private HttpResponse<String> refresh(JsonNode tokens) {
        return browser.post(
                "/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        tokens.path("refresh_token").asString(),
                        "client_id",
                        CLIENT));
    }

    private CompletableFuture<String> listen(JsonNode tokens) throws Exception {
        HttpResponse<Stream<String>> response = http.send(listening(tokens), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return CompletableFuture.supplyAsync(
                () -> String.join("\n", response.body().toList()));
    }

    private HttpResponse<String> post(JsonNode tokens) throws Exception {
        return http.send(listening(tokens), BodyHandlers.ofString());
    }

    private HttpRequest listening(JsonNode tokens) {
        return HttpRequest.newBuilder(gateway.endpoint())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "subscriptions/listen")
                .header("Authorization", "Bearer " + tokens.path("access_token").asString())
                .POST(BodyPublishers.ofString(LISTEN))
                .build();
    }

    private String root() {
        URI endpoint = gateway.endpoint();
        return endpoint.getScheme() + "://" + endpoint.getAuthority();
    }
}
