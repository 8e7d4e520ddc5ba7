package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.audit.Entry;
import io.yumen.auth.lockdown.Lock;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is recorded of all that users and clients do here, and what is not done where it cannot be. */
class LedgerTest {
    private final Desk desk = new Desk();
    private final Browser browser = new Browser(desk.issuer());

    @AfterEach
    void close() {
        browser.close();
        desk.close();
    }

    @Test
    void each_step_of_a_client_to_its_tokens_and_back_is_recorded() {
        JsonNode tokens = tokens();
        JsonNode next = refresh(tokens);
        revoke(next.path("refresh_token").asString());
        revoke(next.path("refresh_token").asString());

        assertThat(desk.trail().lines())
                .containsExactly(
                        "login ok ann",
                        "consent ok ann editor",
                        "token ok ann editor",
                        "refresh ok ann editor",
                        "revoke ok ann editor",
                        "revoke failed  editor");
        Entry token = desk.trail().entries().get(2);
        assertThat(token.who().proof()).isEqualTo("token");
        assertThat(token.who().roles()).containsExactly("operator");
        assertThat(token.who().tenant()).isEqualTo("local");
        assertThat(token.who().transport()).isEqualTo("login");
        assertThat(token.who().address()).isEqualTo("127.0.0.1");
        assertThat(token.who().credential()).as("the grant").isNotEmpty();
        assertThat(token.what().place()).isEqualTo("/token");
        assertThat(desk.trail().entries().get(4).who().credential())
                .isEqualTo(token.who().credential());
    }

    @Test
    void a_code_and_a_refresh_token_that_come_twice_are_recorded_as_that() {
        Map<String, String> back = browser.allow(browser.question("ann", "editor"));
        browser.exchange(back, "editor");
        browser.exchange(back, "editor");
        browser.exchange(back, "editor");
        JsonNode tokens = browser.exchange(browser.allow(browser.get(Browser.authorize("editor", ""))), "editor");
        refresh(tokens);
        refresh(tokens);
        refresh(tokens);

        assertThat(desk.trail().lines().stream().filter(line -> line.startsWith("reuse")))
                .as("of a code that comes again one sees whose it was, of a refresh token whose grant is over nothing")
                .containsExactly("reuse denied ann editor", "reuse denied ann editor", "reuse denied ann editor");
    }

    @Test
    void what_hangs_on_a_user_who_is_gone_is_recorded_without_one() {
        JsonNode tokens = tokens();
        desk.users().remove("ann");
        revoke(tokens.path("refresh_token").asString());

        assertThat(desk.trail().lines()).last().isEqualTo("revoke ok");
    }

    @Test
    void a_no_is_recorded_as_well() {
        browser.answer(browser.question("ann", "editor"), "refuse");

        assertThat(desk.trail().lines()).last().isEqualTo("consent denied ann editor");
    }

    @Test
    void what_users_do_with_their_accounts_is_recorded() {
        tokens();
        Map<String, String> account = Browser.hidden(browser.get("/account"));
        browser.post("/account/grant", account);
        browser.post("/account/grant", account);
        Map<String, String> form = new LinkedHashMap<>(account);
        form.put("old", "not the old one");
        form.put("new", "another one that is long");
        browser.post("/account/password", form);
        form.put("old", Desk.PASSWORD.reveal());
        browser.post("/account/password", form);
        assertThat(browser.post("/account/logout", account).headers().firstValue("Location"))
                .contains("/account/login");
        browser.post("/account/logout", account);

        assertThat(desk.trail().lines().subList(3, desk.trail().lines().size()))
                .containsExactly(
                        "revoke ok ann",
                        "revoke failed ann",
                        "password denied ann",
                        "password ok ann",
                        "logout ok ann");
    }

    @Test
    void a_program_that_registers_is_recorded() {
        HttpResponse<String> answer = browser.postJson("/register", "{\"redirect_uris\": [\"" + Desk.CALLBACK + "\"]}");
        browser.postJson("/register", "{}");

        String id =
                JsonMapper.shared().readTree(answer.body()).path("client_id").asString();
        assertThat(desk.trail().entries()).hasSize(1);
        assertThat(desk.trail().entries().getFirst().what().method()).isEqualTo("register");
        assertThat(id)
                .startsWith("ymc_")
                .startsWith(desk.trail().entries().getFirst().who().client().substring(0, 60));
    }

    @Test
    void nobody_logs_in_or_allows_anything_while_it_cannot_be_recorded() {
        HttpResponse<String> question = browser.question("ann", "editor");
        desk.trail().fill();

        HttpResponse<String> consent = browser.answer(question, "allow");
        assertThat(consent.statusCode()).isEqualTo(503);
        assertThat(consent.body()).contains("The audit trail cannot be written");
        try (Browser other = new Browser(desk.issuer())) {
            assertThat(other.logIn(other.get("/account"), "bob").statusCode()).isEqualTo(503);
            assertThat(other.get("/account").body()).contains("Log in");
        }
        assertThat(browser.answer(question, "allow").statusCode())
                .as("the question is over")
                .isEqualTo(403);
    }

    @Test
    void a_consent_that_came_too_late_is_recorded_as_none() {
        HttpResponse<String> question = browser.question("ann", "editor");
        desk.lockdown().lock(new Lock.OfClient("editor"), "", "local/root");
        browser.answer(question, "allow");

        assertThat(desk.trail().lines()).endsWith("consent ok ann editor", "consent denied ann editor");
    }

    private JsonNode tokens() {
        return browser.exchange(browser.allow(browser.question("ann", "editor")), "editor");
    }

    private JsonNode refresh(JsonNode tokens) {
        Map<String, String> form = Map.of(
                "grant_type", "refresh_token",
                "refresh_token", tokens.path("refresh_token").asString(),
                "client_id", "editor");
        return JsonMapper.shared().readTree(browser.post("/token", form).body());
    }

    private void revoke(String token) {
        assertThat(browser.post("/revoke", Map.of("token", token, "client_id", "editor"))
                        .statusCode())
                .isEqualTo(200);
    }
}
