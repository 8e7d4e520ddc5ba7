package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.users.Users;
import io.yumen.http.Headers;
import io.yumen.http.WebForm;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages of our authorization server: who sees what, in which browser, and who is shut out meanwhile. */
class AccountPagesTest {
    private static final Principal ANN = new Principal(TenantId.LOCAL, "ann");

    private final Desk desk = new Desk();
    private final Browser browser = new Browser(desk.issuer());

    @AfterEach
    void close() {
        browser.close();
        desk.close();
    }

    @Test
    void an_account_shows_its_user_and_what_programs_may_do_since_when() {
        browser.logIn(browser.get("/account"), "ann");
        assertThat(browser.get("/account").body())
                .contains("You are <b>ann</b>", "There are none.", "autocomplete=\"new-password\"")
                .doesNotContain("class=\"warn\"");

        JsonNode tokens = browser.exchange(browser.allow(browser.get(Browser.authorize("editor", ""))), "editor");
        desk.pass(Duration.ofMinutes(90));
        refresh(tokens);
        String page = browser.get("/account").body();
        assertThat(page)
                .contains("<dd>The editor</dd>", "<dd>" + desk.issuer() + "/mcp</dd>")
                .contains("2026-11-21 12:00 UTC, 2026-11-21 13:30 UTC")
                .doesNotContain("There are none.");
    }

    @Test
    void what_is_wrong_is_said_on_the_page_and_by_its_status() {
        assertThat(browser.get("/account/login").statusCode()).isEqualTo(200);
        Map<String, String> form = Browser.hidden(browser.get("/account/login"));
        form.put("name", "ann");
        form.put("password", "not her password");
        refused(browser.post("/account/login", form), "That is not right.");
        Map<String, String> old = new LinkedHashMap<>(form);
        old.put("form", "x");
        refused(browser.post("/account/login", old), "This page was too old. Try again.");
        for (int i = 0; i < 12; i++) {
            browser.post("/account/login", form);
        }
        refused(browser.post("/account/login", form), "There were too many tries. Wait five minutes, and try again.");
    }

    @Test
    void a_password_is_changed_by_who_knows_the_old_one_and_for_a_good_one() {
        browser.logIn(browser.get("/account"), "ann");
        Map<String, String> form = Browser.hidden(browser.get("/account"));
        form.put("old", "not her password");
        form.put("new", "another one that is long");
        refused(browser.post("/account/password", form), "The old password is not right.");
        form.put("old", Desk.PASSWORD.reveal());
        form.put("new", "short");
        refused(browser.post("/account/password", form), "A password has 12 to 256 characters.");
        form.put("new", "another one that is long");
        form.put("form", "x");
        assertThat(browser.post("/account/password", form).body()).contains("This did not come from here");

        assertThat(desk.users().prove("ann", Desk.PASSWORD, "127.0.0.1"))
                .as("it is the same still")
                .isInstanceOf(Users.Proof.Right.class);
    }

    @Test
    void buttons_of_other_pages_end_nothing() {
        JsonNode tokens = browser.exchange(browser.allow(browser.question("ann", "editor")), "editor");
        Map<String, String> form = Browser.hidden(browser.get("/account"));
        form.put("form", "x");

        for (String place : new String[] {"/account/grant", "/account/logout"}) {
            HttpResponse<String> answer = browser.post(place, form);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("This did not come from here");
        }
        assertThat(browser.get("/account").body()).contains("You are <b>ann</b>");
        assertThat(refresh(tokens).statusCode()).isEqualTo(200);
    }

    @Test
    void who_logs_out_is_out_and_another_browser_is_not() {
        try (Browser other = new Browser(desk.issuer())) {
            other.logIn(other.get("/account"), "ann");
            browser.logIn(browser.get("/account"), "ann");
            HttpResponse<String> out = browser.post("/account/logout", Browser.hidden(browser.get("/account")));

            assertThat(out.headers().firstValue("Set-Cookie"))
                    .get()
                    .asString()
                    .contains("yumen-session=;", "Max-Age=0");
            assertThat(browser.get("/account").body()).contains("Log in");
            assertThat(other.get("/account").body()).contains("You are <b>ann</b>");
        }
    }

    @Test
    void who_logs_in_again_leaves_no_session_behind() {
        browser.logIn(browser.get("/account"), "ann");
        String before = browser.cookies().toString();
        browser.logIn(browser.get("/account/login"), "ann");
        assertThat(browser.cookies().toString()).isNotEqualTo(before);

        desk.server().logOut(desk.users().find("bob").orElseThrow());
        assertThat(browser.get("/account").body()).contains("You are <b>ann</b>");
        desk.server().logOut(desk.users().find("ann").orElseThrow());
        assertThat(browser.get("/account").body()).contains("Log in");
    }

    @Test
    void a_user_who_was_made_anew_is_not_the_one_who_logged_in_and_gets_nothing_that_the_old_one_allowed() {
        JsonNode tokens = browser.exchange(browser.allow(browser.question("ann", "editor")), "editor");
        desk.users().remove("ann");
        desk.pass(Duration.ofSeconds(1));
        desk.users().create("ann", TenantId.LOCAL, Set.of(), Desk.PASSWORD);

        assertThat(browser.get("/account").body()).contains("Log in");
        assertThat(refresh(tokens).statusCode()).isEqualTo(400);
    }

    @Test
    void who_is_locked_out_has_no_session_and_no_tokens_and_does_not_log_in() {
        JsonNode tokens = browser.exchange(browser.allow(browser.question("ann", "editor")), "editor");
        HttpResponse<String> question = browser.get(Browser.authorize("editor", ""));
        desk.lockdown().lock(new Lock.OfPrincipal(ANN), "", "local/root");

        assertThat(browser.get("/account").body()).contains("Log in");
        assertThat(browser.answer(question, "allow").body()).contains("Log in");
        HttpResponse<String> refused = refresh(tokens);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("The user or the client is not let in any more");
        refused(browser.logIn(browser.get("/account"), "ann"), "The administrator has suspended this user.");
        desk.lockdown().lift(new Lock.OfPrincipal(ANN));
        assertThat(refresh(tokens).statusCode()).as("it is over for good").isEqualTo(400);
        assertThat(browser.logIn(browser.get("/account"), "ann").statusCode()).isEqualTo(303);
    }

    @Test
    void who_is_disabled_has_no_session_and_gets_no_tokens() {
        JsonNode tokens = browser.exchange(browser.allow(browser.question("ann", "editor")), "editor");
        desk.users().disable("ann");

        assertThat(browser.get("/account").body()).contains("Log in");
        assertThat(refresh(tokens).statusCode()).isEqualTo(400);
    }

    @Test
    void a_client_that_is_locked_out_gets_nothing_and_asks_nobody() {
        JsonNode tokens = browser.exchange(browser.allow(browser.question("ann", "editor")), "editor");
        HttpResponse<String> question = browser.get(Browser.authorize("editor", ""));
        desk.lockdown().lock(new Lock.OfClient("editor"), "", "local/root");

        HttpResponse<String> ask = browser.get(Browser.authorize("editor", ""));
        assertThat(ask.statusCode()).isEqualTo(400);
        assertThat(ask.body()).contains("The administrator has suspended this client.", "Nothing was allowed.");
        assertThat(Browser.query(browser.answer(question, "allow")))
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "The user or the client is not let in any more")
                .doesNotContainKey("code");
        assertThat(refresh(tokens).statusCode()).isEqualTo(400);
    }

    @Test
    void grants_of_a_user_and_to_a_client_end_at_once_and_others_stay() {
        JsonNode ofAnn = browser.exchange(browser.allow(browser.question("ann", "editor")), "editor");
        try (Browser other = new Browser(desk.issuer())) {
            JsonNode ofBob = other.exchange(other.allow(other.question("bob", "editor")), "editor");

            assertThat(AuthorizationServer.endGrantsOf(
                            desk.values(), desk.users().find("ann").orElseThrow()))
                    .isOne();
            assertThat(refresh(ofAnn).statusCode()).isEqualTo(400);
            assertThat(AuthorizationServer.endGrantsTo(desk.values(), "another"))
                    .isZero();
            assertThat(refresh(ofBob).statusCode()).isEqualTo(200);
            assertThat(AuthorizationServer.endGrantsTo(desk.values(), "editor")).isOne();
        }
    }

    @Test
    void a_question_names_the_program_the_user_and_what_it_is_about() {
        String page = browser.question("ann", "editor").body();

        assertThat(page)
                .contains("<dd>ann</dd>", "<dd>The editor</dd>", "<dd>whoever runs this gateway</dd>")
                .contains("<dd>a program on this computer</dd>", "<dd>admin, mcp</dd>")
                .contains("You can take it back on your account&#39;s page.".replace("&#39;", "'"))
                .doesNotContain("Any program on your computer");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /token, POST",
        "GET, /revoke, POST",
        "GET, /register, POST",
        "GET, /account/logout, POST",
        "GET, /account/grant, POST",
        "GET, /account/password, POST",
        "POST, /oauth/keys, GET",
        "POST, /.well-known/oauth-authorization-server, GET",
        "DELETE, /token, 'GET, POST'",
    })
    void what_a_place_does_not_take_is_refused_with_what_it_takes(String method, String path, String allowed) {
        HttpResponse<String> answer = browser.send(method, path);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allowed);
    }

    @Test
    void what_a_server_publishes_may_be_kept_for_a_while_and_says_how_clients_come() {
        HttpResponse<String> keys = browser.get("/oauth/keys");
        assertThat(keys.headers().firstValue("Cache-Control")).contains("max-age=300");
        assertThat(keys.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(browser.get("/.well-known/oauth-authorization-server/other").statusCode())
                .isEqualTo(404);

        try (Desk closed = new Desk(EnumSet.noneOf(ServerConfig.Way.class));
                Browser stranger = new Browser(closed.issuer())) {
            JsonNode metadata = JsonMapper.shared()
                    .readTree(stranger.get("/.well-known/oauth-authorization-server")
                            .body());
            assertThat(metadata.has("registration_endpoint")).isFalse();
            assertThat(metadata.path("client_id_metadata_document_supported").asBoolean(true))
                    .isFalse();
            assertThat(metadata.path("scopes_supported").toString()).isEqualTo("[\"admin\",\"mcp\"]");
            assertThat(metadata.path("grant_types_supported").toString())
                    .isEqualTo("[\"authorization_code\",\"refresh_token\"]");
            assertThat(stranger.postJson("/register", "{\"redirect_uris\": [\"" + Desk.CALLBACK + "\"]}")
                            .body())
                    .contains("access_denied", "Clients cannot register here");
            stranger.logIn(stranger.get("/account"), "ann");
            assertThat(stranger.get(Browser.authorize("https://app.example/c", ""))
                            .body())
                    .contains("There is no such client here.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/authorize", "/account", "/account/login", "/account/grant"})
    void these_are_pages(String path) {
        assertThat(AuthorizationServer.isPage(path)).isTrue();
        assertThat(AuthorizationServer.serves(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/token, true",
        "/oauth/keys, true",
        "/.well-known/oauth-authorization-server, true",
        "/.well-known/oauth-authorization-server/x, true",
        "/.well-known/oauth-authorization-serverx, false",
        "/accounts, false",
        "/mcp, false"
    })
    void these_are_none(String path, boolean served) {
        assertThat(AuthorizationServer.isPage(path)).isFalse();
        assertThat(AuthorizationServer.serves(path)).isEqualTo(served);
    }

    @Test
    void a_login_leads_where_it_was_asked_for_and_says_so_in_its_link() {
        assertThat(desk.server().placeToLogIn("/oauth/login/a?b"))
                .isEqualTo("/account/login?next=%2Foauth%2Flogin%2Fa%3Fb");
        HttpResponse<String> in = browser.logIn(browser.get("/account/login?next=%2Foauth%2Flogin%2Fabc"), "ann");
        assertThat(in.headers().firstValue("Location")).contains("/oauth/login/abc");
        assertThat(in.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(in.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(in.headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .startsWith("yumen-session=")
                .endsWith("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
    }

    @Test
    void cookies_of_a_server_that_is_seen_encrypted_are_of_this_host_alone_and_never_sent_in_the_clear() {
        Browsers browsers = new Browsers(
                desk.users(), RedirectsTest.config("https://a.example", 1, 1), ServerLimits.DEFAULT, desk.lockdown());

        String session = browsers.open(desk.users().find("ann").orElseThrow(), Headers.none());
        assertThat(session).startsWith("__Host-yumen-session=").endsWith("; Secure");
        assertThat(browsers.close(Headers.none()))
                .startsWith("__Host-yumen-session=;")
                .endsWith("; Secure");
        assertThat(browsers.session(Headers.of("Cookie", session.substring(0, session.indexOf(';')))))
                .map(open -> open.user().name())
                .hasValue("ann");
        assertThat(browsers.session(Headers.of("Cookie", session.substring("__Host-".length(), session.indexOf(';')))))
                .isEmpty();
    }

    @Test
    void a_form_is_good_in_the_browser_that_got_it_and_one_that_a_stranger_could_have_marked_is_not() {
        Browsers browsers = new Browsers(
                desk.users(), RedirectsTest.config("http://a.example", 1, 1), ServerLimits.DEFAULT, desk.lockdown());
        Browsers.Form form = browsers.form(Headers.none());
        String cookie = form.headers().first("Set-Cookie").orElseThrow();
        Headers own = Headers.of("Cookie", cookie.substring(0, cookie.indexOf(';')));
        WebForm sent = WebForm.read("form=" + marked(form));

        assertThat(cookie).contains("; Max-Age=43200;");
        assertThat(browsers.isOurs(own, sent)).isTrue();
        assertThat(browsers.form(own).headers().size()).as("it has its cookie").isZero();
        assertThat(marked(browsers.form(own))).isEqualTo(marked(form));
        assertThat(browsers.isOurs(Headers.none(), sent)).isFalse();
        assertThat(browsers.isOurs(own.with(Headers.of("Origin", "https://evil.example")), sent))
                .isFalse();
        Headers weak = Headers.of("Cookie", "yumen-form=short");
        assertThat(browsers.form(weak).headers().size())
                .as("a cookie of ours instead")
                .isOne();
        assertThat(browsers.isOurs(weak, sent)).isFalse();
    }

    private static String marked(Browsers.Form form) {
        String value = form.field().substring(form.field().indexOf("value=\"") + 7);
        return value.substring(0, value.indexOf('"'));
    }

    private HttpResponse<String> refresh(JsonNode tokens) {
        return browser.post(
                "/token",
                Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", tokens.path("refresh_token").asString(),
                        "client_id", "editor"));
    }

    private static void refused(HttpResponse<String> page, String why) {
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("<p class=\"warn\" role=\"alert\">" + why + "</p>");
    }
}
