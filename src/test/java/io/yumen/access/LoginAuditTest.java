package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.server.Browser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the trail says of those who log in at our own authorization server, and of the clients that they let act. */
class LoginAuditTest {
    static final String LOGIN = """
            {"login": {"registration": true, "clients": {"editor": {"redirects": ["http://127.0.0.1:7777/callback"]}}}}""";

    @TempDir
    private Path folder;

    @Test
    void logins_consents_and_tokens_are_recorded_with_who_and_for_which_client() throws IOException {
        try (Locked gateway = Locked.start(folder, LOGIN);
                Browser browser = new Browser(gateway.site())) {
            gateway.makeUser("ann", "[\"operator\"]");
            HttpResponse<String> question = browser.question("ann", "editor");
            String code = browser.allow(question).get("code");
            JsonNode tokens = token(browser, Map.of("grant_type", "authorization_code", "code", code));
            JsonNode next = token(browser, refresh(tokens));
            assertThat(token(browser, refresh(tokens)).path("error").asString()).isEqualTo("invalid_grant");
            assertThat(token(browser, refresh(next)).path("error").asString()).isEqualTo("invalid_grant");
            browser.answer(browser.get(Browser.authorize("editor", "")), "refuse");
            browser.postJson("/register", "{\"redirect_uris\": [\"http://127.0.0.1:9/\"], \"client_name\": \"x\"}");
            browser.post("/account/grant", with(Browser.hidden(browser.get("/account")), "grant", "another's"));
            browser.post("/account/logout", Browser.hidden(browser.get("/account")));

            List<JsonNode> records = gateway.recorded("login");
            assertThat(records)
                    .extracting(LoginAuditTest::said)
                    .containsExactly(
                            "login ann by password for - at /account/login: ok",
                            "consent ann by password for editor at /authorize: ok",
                            "token ann by token for editor at /token: ok",
                            "refresh ann by token for editor at /token: ok",
                            "reuse ann by token for editor at /token: denied",
                            "consent ann by password for editor at /authorize: denied",
                            "register - by - for the new one at /register: ok",
                            "revoke ann by password for - at /account/grant: failed",
                            "logout ann by password for - at /account/logout: ok");
            assertThat(records.get(2).path("credential").asString())
                    .as("the grant is named")
                    .isNotEmpty()
                    .isEqualTo(records.get(4).path("credential").asString());
            assertThat(records.get(0).path("address").asString()).isEqualTo("127.0.0.1");
            assertThat(records.get(0).path("roles").toString()).isEqualTo("[\"operator\"]");
            assertThat(gateway.trail())
                    .doesNotContain(code, tokens.path("refresh_token").asString(), Defect.PASSWORD);
        }
    }

    @Test
    void nobody_logs_in_unseen_where_that_cannot_be_recorded() throws IOException {
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/audit.key"), "this is no key");
        try (Locked gateway = Locked.startUnrecorded(folder, LOGIN);
                Browser browser = new Browser(gateway.site())) {
            HttpResponse<String> refused = browser.logIn(browser.get("/account/login"), "ann");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(browser.get("/account").body()).contains("Log in");
        }
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

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        form.put(name, value);
        return form;
    }

    private static String said(JsonNode record) {
        String client = record.path("client").asString("-");
        return "%s %s by %s for %s at %s: %s"
                .formatted(
                        record.path("method").asString(),
                        record.path("principal").asString("-"),
                        record.path("auth").asString("-"),
                        client.length() > 10 ? "the new one" : client,
                        record.path("place").asString(),
                        record.path("outcome").asString());
    }
}
