package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What our authorization server grants, to whom, and what it never does. */
class AuthorizationServerTest {
    private final Desk desk = new Desk();
    private final Browser browser = new Browser(desk.issuer());
    private final Browser other = new Browser(desk.issuer());

    @AfterEach
    void close() {
        browser.close();
        other.close();
        desk.close();
    }

    @Test
    void who_logs_in_and_allows_it_gives_the_client_tokens_for_this_gateway() {
        Map<String, String> back = browser.allow(browser.question("ann", "editor"));
        assertThat(back).containsEntry("state", "s1").containsEntry("iss", desk.issuer());

        JsonNode tokens = json(redeem(back.get("code"), Map.of()));
        assertThat(tokens.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isEqualTo(600);
        ObjectNode claims = claims(tokens);
        assertThat(claims.path("iss").asString()).isEqualTo(desk.issuer());
        assertThat(claims.path("sub").asString()).isEqualTo("ann");
        assertThat(claims.path("aud").asString()).isEqualTo(desk.issuer() + "/mcp");
        assertThat(claims.path("client_id").asString()).isEqualTo("editor");
        assertThat(claims.path("scope").asString()).isEqualTo("admin mcp");
        assertThat(claims.path("roles").path(0).asString()).isEqualTo("operator");
        assertThat(desk.server().isLive(claims)).isTrue();
    }

    @Test
    void its_metadata_says_what_it_does() {
        HttpResponse<String> answer = browser.get("/.well-known/oauth-authorization-server");
        JsonNode metadata = json(answer);

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(metadata.path("issuer").asString()).isEqualTo(desk.issuer());
        assertThat(metadata.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(metadata.path("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
        assertThat(metadata.path("client_id_metadata_document_supported").asBoolean())
                .isTrue();
        assertThat(browser.get("/.well-known/oauth-authorization-server/other").statusCode())
                .isEqualTo(404);
        JsonNode key = json(browser.get("/oauth/keys")).path("keys").path(0);
        assertThat(key.path("crv").asString()).isEqualTo("P-256");
        assertThat(key.has("d")).isFalse();
    }

    @Test
    void every_request_is_asked_about_again() {
        browser.allow(browser.question("ann", "editor"));

        HttpResponse<String> again = browser.get(Browser.authorize("editor", ""));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("Let The editor act for you?");
    }

    @Test
    void a_question_is_answered_only_in_the_browser_that_it_was_put_to() {
        HttpResponse<String> ofAttacker = browser.question("bob", "editor");
        HttpResponse<String> ofVictim = other.question("ann", "editor");

        Map<String, String> crossed = Browser.hidden(ofVictim);
        crossed.put("question", Browser.hidden(ofAttacker).get("question"));
        crossed.put("answer", "allow");
        assertThat(other.post("/authorize", crossed).statusCode()).isEqualTo(403);

        Map<String, String> forged = Browser.hidden(ofAttacker);
        forged.put("answer", "allow");
        assertThat(other.post("/authorize", forged).statusCode())
                .as("the form of another browser")
                .isEqualTo(403);
        assertThat(new Browser(desk.issuer()).post("/authorize", forged).body())
                .as("a browser that nobody is logged in with")
                .contains("Log in");
        assertThat(browser.allow(ofAttacker)).containsKey("code");
        assertThat(browser.answer(ofAttacker, "allow").statusCode())
                .as("a second time")
                .isEqualTo(403);
    }

    @Test
    void another_user_in_the_same_browser_is_asked_anew() {
        HttpResponse<String> ofAnn = browser.question("ann", "editor");
        browser.logIn(browser.get("/account/login"), "bob");

        assertThat(browser.answer(ofAnn, "allow").statusCode()).isEqualTo(403);
    }

    @Test
    void no_page_of_others_can_press_a_button() {
        HttpResponse<String> question = browser.question("ann", "editor");
        Map<String, String> form = Browser.hidden(question);
        form.put("answer", "allow");

        assertThat(browser.post("/authorize", form, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post("/authorize", form, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        Map<String, String> unmarked = new LinkedHashMap<>(form);
        unmarked.remove("form");
        assertThat(browser.post("/authorize", unmarked).statusCode()).isEqualTo(403);
    }

    @Test
    void nobody_can_log_a_browser_in_as_himself() {
        Map<String, String> form = Browser.hidden(browser.get("/account/login"));
        form.put("name", "bob");
        form.put("password", Desk.PASSWORD.reveal());

        HttpResponse<String> refused = other.post("/account/login", form);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(other.get("/account").body()).contains("Log in");
        assertThat(refused.body()).doesNotContain(Desk.PASSWORD.reveal());
    }

    @Test
    void a_login_leads_to_pages_of_ours_alone() {
        for (String next : new String[] {
            "https://evil.example/", "//evil.example/", "/\\evil.example", "/authorize", "javascript:x", "/account/../x"
        }) {
            HttpResponse<String> page =
                    browser.get("/account/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
            Map<String, String> form = Browser.hidden(page);
            assertThat(form).containsEntry("next", "/account");
            form.put("next", next);
            form.put("name", "ann");
            form.put("password", Desk.PASSWORD.reveal());
            assertThat(browser.post("/account/login", form).headers().firstValue("Location"))
                    .contains("/account");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/callback",
                "http://127.0.0.1:7777/callback/",
                "http://127.0.0.1:7777/callback?x=1",
                "http://localhost:7777/callback",
                "http://127.0.0.1:7777/callback#x",
                "http://127.0.0.1.evil.example/callback",
                "http://user@127.0.0.1:7777/callback",
                "javascript:alert(1)",
                ""
            })
    void nobody_is_sent_where_the_client_is_not(String redirect) {
        browser.question("ann", "editor");

        HttpResponse<String> refused = browser.get("/authorize?response_type=code&client_id=editor&redirect_uri="
                + URLEncoder.encode(redirect, StandardCharsets.UTF_8) + "&code_challenge=" + Browser.challenge()
                + "&code_challenge_method=S256");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void the_port_of_a_loopback_address_may_differ() {
        browser.question("ann", "editor");

        String path = Browser.authorize("editor", "").replace("7777", "45678");
        assertThat(browser.get(path).body()).contains("Allow");
    }

    @ParameterizedTest
    @CsvSource({
        "code_challenge_method=S256, code_challenge_method=plain, invalid_request",
        "&code_challenge_method=S256, '', invalid_request",
        "response_type=code, response_type=token, unsupported_response_type",
        "state=s1, state=s1&scope=root, invalid_scope",
        "state=s1, state=s1&resource=https://other.example/mcp, invalid_target",
        "state=s1, state=s1&prompt=none, interaction_required",
        "state=s1, state=s1&response_mode=fragment, invalid_request",
        "state=s1, state=s1&request=x, request_not_supported",
        "state=s1, state=s1&scope=mcp&scope=admin, invalid_request"
    })
    void what_cannot_be_granted_is_told_to_the_client(String part, String instead, String error) {
        browser.question("ann", "editor");

        HttpResponse<String> refused =
                browser.get(Browser.authorize("editor", "").replace(part, instead == null ? "" : instead));
        assertThat(refused.statusCode()).isEqualTo(303);
        assertThat(refused.headers().firstValue("Location").orElseThrow()).startsWith(Desk.CALLBACK + "?");
        assertThat(Browser.query(refused))
                .containsEntry("error", error)
                .containsEntry("iss", desk.issuer())
                .containsEntry("state", "s1");
    }

    @Test
    void who_refuses_sends_the_client_away() {
        HttpResponse<String> refused = browser.answer(browser.question("ann", "editor"), "refuse");

        assertThat(Browser.query(refused))
                .containsEntry("error", "access_denied")
                .doesNotContainKey("code");
    }

    @Test
    void a_code_is_good_once_and_a_second_time_ends_everything() {
        String code = browser.allow(browser.question("ann", "editor")).get("code");
        JsonNode tokens = json(redeem(code, Map.of()));

        assertThat(error(redeem(code, Map.of()))).isEqualTo("invalid_grant");
        assertThat(desk.server().isLive(claims(tokens))).isFalse();
        assertThat(error(refresh(tokens, Map.of()))).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, other, invalid_grant",
        "redirect_uri, http://127.0.0.1:7778/callback, invalid_grant",
        "code_verifier, wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww, invalid_grant",
        "code_verifier, short, invalid_grant",
        "code, guess, invalid_grant",
        "resource, https://other.example, invalid_target",
        "grant_type, password, unsupported_grant_type",
        "client_secret, x, invalid_client"
    })
    void a_code_is_good_for_whom_it_was_issued_alone(String field, String value, String error) {
        String code = browser.allow(browser.question("ann", "editor")).get("code");

        assertThat(error(redeem(code, Map.of(field, value)))).isEqualTo(error);
    }

    @Test
    void a_code_ends_soon() {
        String code = browser.allow(browser.question("ann", "editor")).get("code");
        desk.pass(Duration.ofSeconds(61));

        assertThat(error(redeem(code, Map.of()))).isEqualTo("invalid_grant");
    }

    @Test
    void a_refresh_token_is_good_once_and_a_second_time_ends_everything() {
        JsonNode first = tokens();
        JsonNode second = json(refresh(first, Map.of()));
        JsonNode third = json(refresh(second, Map.of()));
        assertThat(desk.server().isLive(claims(third))).isTrue();

        assertThat(error(refresh(first, Map.of()))).isEqualTo("invalid_grant");
        assertThat(error(refresh(third, Map.of())))
                .as("what the thief has, or the client")
                .isEqualTo("invalid_grant");
        assertThat(desk.server().isLive(claims(third))).isFalse();
    }

    @Test
    void a_refresh_token_is_the_clients_alone_and_cannot_be_guessed() {
        JsonNode tokens = tokens();
        String token = tokens.path("refresh_token").asString();

        assertThat(error(refresh(tokens, Map.of("client_id", "other")))).isEqualTo("invalid_grant");
        String guessed = token.replaceAll("\\.0\\.", ".1.");
        assertThat(error(refresh(tokens, Map.of("refresh_token", guessed)))).isEqualTo("invalid_grant");
        assertThat(error(refresh(tokens, Map.of("resource", desk.issuer() + "/servers/x/mcp"))))
                .isEqualTo("invalid_target");
        assertThat(json(refresh(tokens, Map.of())).has("access_token"))
                .as("none of that ended it")
                .isTrue();
    }

    @Test
    void what_is_given_back_is_good_for_nothing() {
        JsonNode tokens = tokens();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", tokens.path("refresh_token").asString());
        form.put("client_id", "other");
        assertThat(browser.post("/revoke", form).statusCode()).isEqualTo(200);
        assertThat(desk.server().isLive(claims(tokens))).as("of another client").isTrue();

        form.put("client_id", "editor");
        assertThat(browser.post("/revoke", form).statusCode()).isEqualTo(200);
        assertThat(desk.server().isLive(claims(tokens))).isFalse();
        assertThat(error(refresh(tokens, Map.of()))).isEqualTo("invalid_grant");
        form.put("token", "guess");
        assertThat(browser.post("/revoke", form).statusCode()).isEqualTo(200);
    }

    @Test
    void users_see_who_acts_for_them_and_take_it_back() {
        JsonNode tokens = tokens();
        HttpResponse<String> account = browser.get("/account");
        assertThat(account.body()).contains("The editor");

        other.logIn(other.get("/account"), "bob");
        Map<String, String> foreign = Browser.hidden(other.get("/account"));
        foreign.put("grant", Browser.hidden(account).get("grant"));
        other.post("/account/grant", foreign);
        assertThat(desk.server().isLive(claims(tokens))).as("of another user").isTrue();

        assertThat(browser.post("/account/grant", Browser.hidden(account)).statusCode())
                .isEqualTo(303);
        assertThat(desk.server().isLive(claims(tokens))).isFalse();
    }

    @Test
    void another_password_ends_every_session_and_every_grant() {
        JsonNode tokens = tokens();
        String code =
                browser.allow(browser.get(Browser.authorize("editor", ""))).get("code");
        other.logIn(other.get("/account"), "ann");
        Map<String, String> form = Browser.hidden(browser.get("/account"));
        form.put("old", Desk.PASSWORD.reveal());
        form.put("new", "another one that is long");

        assertThat(browser.post("/account/password", form).statusCode()).isEqualTo(303);
        assertThat(browser.get("/account").body()).contains("Your account");
        assertThat(other.get("/account").body()).contains("Log in");
        assertThat(desk.server().isLive(claims(tokens))).isFalse();
        assertThat(error(redeem(code, Map.of()))).isEqualTo("invalid_grant");
    }

    @Test
    void a_user_who_is_gone_has_no_session_and_gets_no_tokens() {
        JsonNode tokens = tokens();
        desk.users().remove("ann");

        assertThat(browser.get("/account").body()).contains("Log in");
        assertThat(error(refresh(tokens, Map.of()))).isEqualTo("invalid_grant");
    }

    @Test
    void who_registers_gets_an_id_and_is_shown_as_unknown() {
        JsonNode client = json(register("{\"client_name\":\"<script>x</script>\\u202e\",\"redirect_uris\":[\""
                + Desk.CALLBACK + "\"],\"token_endpoint_auth_method\":\"client_secret_basic\"}"));
        assertThat(client.path("token_endpoint_auth_method").asString()).isEqualTo("none");
        assertThat(client.has("client_secret")).isFalse();

        HttpResponse<String> question =
                browser.question("ann", client.path("client_id").asString());
        assertThat(question.body())
                .contains("it registered itself", "Any program on your computer could call itself so")
                .contains("&lt;script&gt;x&lt;/script&gt;")
                .doesNotContain("<script", "\u202e");
        String policy = question.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "frame-ancestors 'none'",
                        "form-action 'self' https: http://127.0.0.1:7777")
                .doesNotContain("unsafe");
        assertThat(browser.allow(question)).containsKey("code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/x?a=%22%3E", "cursor://evil.example/done", "com.example.app:/done"})
    void nobody_is_sent_to_a_place_that_anybody_registered_before_he_allowed_it(String place) {
        JsonNode client = json(register("{\"client_name\":\"<b>it</b>\",\"redirect_uris\":[\"" + place + "\"]}"));
        browser.question("ann", "editor");
        String bad = Browser.authorize(client.path("client_id").asString(), "&prompt=none")
                .replace(
                        URLEncoder.encode(Desk.CALLBACK, StandardCharsets.UTF_8),
                        URLEncoder.encode(place, StandardCharsets.UTF_8));

        HttpResponse<String> told = browser.get(bad);
        assertThat(told.statusCode()).isEqualTo(400);
        assertThat(told.headers().firstValue("Location")).isEmpty();
        assertThat(told.headers().firstValue("Refresh")).isEmpty();
        assertThat(told.body())
                .contains("The program asked for what it cannot have", "&lt;b&gt;it&lt;/b&gt;")
                .contains("href=\"" + place.replace("&", "&amp;"))
                .contains(place.startsWith("https") ? "<b>evil.example</b>" : "a program on this computer")
                .contains("error=interaction_required")
                .doesNotContain("<script", "http-equiv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{}",
                "{\"redirect_uris\":[]}",
                "{\"redirect_uris\":\"https://a.example/\"}",
                "{\"redirect_uris\":[\"http://a.example/\"]}",
                "{\"redirect_uris\":[\"javascript:alert(1)\"]}",
                "{\"redirect_uris\":[\"JavaScript:/x\"]}",
                "{\"redirect_uris\":[\"ms-officecmd:/x\"]}",
                "{\"redirect_uris\":[\"search-ms:/x\"]}",
                "{\"redirect_uris\":[\"smb://a.example/x\"]}",
                "{\"redirect_uris\":[\"ws://a.example/x\"]}",
                "{\"redirect_uris\":[\"data:text/html,x\"]}",
                "{\"redirect_uris\":[\"https://a.example/#x\"]}",
                "{\"redirect_uris\":[\"https://u@a.example/\"]}",
                "{\"redirect_uris\":[\"/relative\"]}",
                "{\"redirect_uris\":[1,{}]}"
            })
    void what_cannot_be_a_client_is_not_registered(String metadata) {
        assertThat(register(metadata).statusCode()).isEqualTo(400);
    }

    @Test
    void an_id_that_we_did_not_seal_is_no_client() {
        browser.question("ann", "editor");

        for (String id :
                new String[] {"ymc_", "ymc_AAAA", "ymc_" + "A".repeat(5_000), "unknown", "https://127.0.0.1:1/x"}) {
            HttpResponse<String> refused = browser.get(Browser.authorize(id, ""));
            assertThat(refused.statusCode()).as(id).isEqualTo(400);
            assertThat(refused.headers().firstValue("Location")).isEmpty();
        }
    }

    @Test
    void an_id_that_is_spelled_otherwise_is_no_client_so_that_its_lock_holds() {
        browser.question("ann", "editor");
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        // Of three lengths one after another, two end with a letter of which not all bits count.
        for (String name : new String[] {"a", "ab", "abc"}) {
            String id = json(register(
                            "{\"client_name\":\"" + name + "\",\"redirect_uris\":[\"" + Desk.CALLBACK + "\"]}"))
                    .path("client_id")
                    .asString();
            assertThat(browser.get(Browser.authorize(id, "")).statusCode()).isEqualTo(200);
            String most = id.substring(0, id.length() - 1);
            int last = letters.indexOf(id.charAt(id.length() - 1));
            for (String other : new String[] {
                most + letters.charAt(last ^ 1),
                most + letters.charAt(last ^ 2),
                id + "=",
                id + "==",
                "ymc_" + id.substring(id.indexOf('.') + 1)
            }) {
                assertThat(browser.get(Browser.authorize(other, "")).statusCode())
                        .as(other)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void an_address_that_asks_too_often_waits() {
        HttpResponse<String> answer = browser.post("/token", Map.of());
        for (int i = 0; i < ServerLimits.DEFAULT.requestsPerMinute(); i++) {
            answer = browser.post("/token", Map.of());
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    }

    private JsonNode tokens() {
        return json(redeem(browser.allow(browser.question("ann", "editor")).get("code"), Map.of()));
    }

    private HttpResponse<String> redeem(String code, Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("client_id", "editor");
        form.put("redirect_uri", Desk.CALLBACK);
        form.put("code_verifier", Browser.VERIFIER);
        form.putAll(changes);
        return browser.post("/token", form);
    }

    private HttpResponse<String> refresh(JsonNode tokens, Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", tokens.path("refresh_token").asString());
        form.put("client_id", "editor");
        form.putAll(changes);
        return browser.post("/token", form);
    }

    private HttpResponse<String> register(String metadata) {
        return browser.postJson("/register", metadata);
    }

    private static String error(HttpResponse<String> response) {
        assertThat(response.statusCode()).isIn(400, 401);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        return JsonMapper.shared().readTree(response.body()).path("error").asString();
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        return JsonMapper.shared().readTree(response.body());
    }

    private static ObjectNode claims(JsonNode tokens) {
        String token = tokens.path("access_token").asString();
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return (ObjectNode) JsonMapper.shared().readTree(payload);
    }
}
