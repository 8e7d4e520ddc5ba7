package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.http.Headers;
import io.yumen.oauth.FakeWorld.Answer;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.secret.Randoms;
import io.yumen.secret.Secret;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class LoginTest {
    private static final int MANY = 20;

    private FakeWorld world;
    private Login login;

    @BeforeEach
    void begin() throws IOException {
        world = new FakeWorld();
        login = world.logins().of(Principal.LOCAL);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_user_who_logs_in_is_let_in() {
        assertThat(challenge()).isInstanceOf(Renewal.LoginNeeded.class);
        Visit visit = login.visit();
        Map<String, String> query = world.query(visit);

        assertThat(visit.link().toString()).startsWith(FakeWorld.OURS + "/oauth/login/");
        assertThat(query)
                .containsEntry("client_id", "registered")
                .containsEntry("redirect_uri", FakeWorld.OURS + "/oauth/callback")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("resource", world.url().toString())
                .doesNotContainKey("scope");
        assertThat(finish(visit)).isInstanceOf(Visits.Ending.Done.class);
        assertThat(login.isNeeded()).isFalse();
        assertThat(world.sent(login).first("Authorization")).contains("Bearer first");
        Map<String, String> redeemed = FakeWorld.form(last("/token"));
        assertThat(redeemed)
                .containsEntry("code", "code")
                .containsEntry("resource", world.url().toString());
        assertThat(Randoms.challenge(redeemed.get("code_verifier"))).isEqualTo(query.get("code_challenge"));
    }

    @Test
    void a_state_is_taken_once() {
        Visit visit = visit();
        Map<String, String> query = world.comeBack(visit);

        assertThat(world.finish(Principal.LOCAL, query)).isInstanceOf(Visits.Ending.Done.class);
        assertThat(world.finish(Principal.LOCAL, query)).isInstanceOf(Visits.Ending.Unknown.class);
        assertThat(world.asked("/token")).hasSize(1);
    }

    @Test
    void a_state_that_is_made_up_or_too_old_is_not_taken() {
        Visit visit = visit();
        Map<String, String> query = world.comeBack(visit);

        assertThat(world.finish(Principal.LOCAL, Map.of("state", "x", "code", "y")))
                .isInstanceOf(Visits.Ending.Unknown.class);
        assertThat(world.finish(Principal.LOCAL, Map.of("code", "y"))).isInstanceOf(Visits.Ending.Unknown.class);
        world.pass(Duration.ofMinutes(11));
        assertThat(world.finish(Principal.LOCAL, query)).isInstanceOf(Visits.Ending.Unknown.class);
        assertThat(world.asked("/token")).isEmpty();
    }

    @Test
    void another_users_browser_cannot_end_a_login() {
        Principal other = new Principal(TenantId.LOCAL, "other");
        Visit visit = visit();
        Map<String, String> query = world.comeBack(visit);

        assertThat(world.finish(other, query)).isInstanceOf(Visits.Ending.Unknown.class);
        assertThat(world.asked("/token")).isEmpty();
        assertThat(finish(visit)).isInstanceOf(Visits.Ending.Done.class);
    }

    @Test
    void who_begins_very_many_logins_takes_the_places_of_nobody_else() {
        Logins logins = world.logins();
        Visit visit = visit();
        Visit first = visitOf(logins, "crowd", "user 0");
        IntStream.rangeClosed(1, OAuthLimits.DEFAULT.visits()).forEach(i -> visitOf(logins, "crowd", "user " + i));

        assertThat(first.isOpen()).isFalse();
        assertThat(first.failure()).isEqualTo("too many logins were under way at once");
        assertThat(finish(visit)).isInstanceOf(Visits.Ending.Done.class);
    }

    private Visit visitOf(Logins logins, String tenant, String name) {
        Login one = logins.of(new Principal(new TenantId(tenant), name));
        world.refuse(one, 401, "Bearer");
        return one.visit();
    }

    @Test
    void each_user_has_a_right_of_their_own() {
        Logins logins = world.logins();
        Login one = logins.of(Principal.LOCAL);
        Login other = logins.of(new Principal(new TenantId("elsewhere"), "local"));
        world.refuse(one, 401, "Bearer");
        world.finish(Principal.LOCAL, world.comeBack(one.visit()));

        assertThat(world.sent(one).has("Authorization")).isTrue();
        assertThat(world.sent(other).has("Authorization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example.com", "", "HTTP://127.0.0.1", "%s/"})
    void an_answer_of_another_authorization_server_is_not_redeemed(String issuer) {
        Visit visit = visit();

        assertThat(finish(visit, "iss", issuer.replace("%s", world.origin()))).isInstanceOf(Visits.Ending.Failed.class);
        assertThat(world.asked("/token")).isEmpty();
        assertThat(login.isNeeded()).isTrue();
    }

    @Test
    void an_error_is_only_believed_from_the_right_authorization_server() {
        assertThat(finish(visit(), "iss", world.origin(), "error", "access_denied", "error_description", "<b>no"))
                .isEqualTo(new Visits.Ending.Failed("The authorization server says \"access_denied\": <b>no"));
        assertThat(finish(login.visit(), "iss", "https://evil.example.com", "error", "access_denied"))
                .extracting(Object::toString)
                .asString()
                .contains("evil.example.com")
                .doesNotContain("access_denied");
    }

    @Test
    void an_issuer_that_was_promised_and_is_missing_is_a_failure() {
        world.metadata("'authorization_response_iss_parameter_supported':true");

        assertThat(finish(visit())).isInstanceOf(Visits.Ending.Failed.class);
        assertThat(world.asked("/token")).isEmpty();
    }

    @Test
    void a_server_that_does_not_protect_codes_is_not_used() {
        world.metadata("'code_challenge_methods_supported':['plain']");
        challenge();

        assertThatExceptionOfType(OAuthException.class).isThrownBy(login::visit).withMessageContaining("PKCE");
        assertThat(world.asked("/register")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "http://evil.example.com/authorize",
                "https://user:secret@evil.example.com/",
                "https://evil.example.com/#x",
                "//evil.example.com/",
                "$(touch x)",
                "https://",
                "vbscript:x",
                "",
                " ",
                "JAVASCRIPT:alert(1)"
            })
    void no_browser_is_sent_to_a_page_that_is_none(String page) {
        world.metadata("'authorization_endpoint':'" + page + "'");
        challenge();

        assertThatExceptionOfType(OAuthException.class).isThrownBy(login::visit);
    }

    @Test
    void many_that_need_a_token_at_once_cause_one_refresh() throws InterruptedException {
        finish(visit());
        world.pass(Duration.ofMinutes(10));
        AtomicInteger refreshes = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(MANY);
        world.at("/token", body -> {
            refreshes.incrementAndGet();
            await(together);
            return Answer.json("{'access_token':'second','token_type':'bearer','expires_in':600}");
        });
        List<String> sent = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                together.countDown();
                sent.add(world.sent(login).first("Authorization").orElse(""));
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(sent).hasSize(MANY).containsOnly("Bearer second");
        assertThat(refreshes).hasValue(1);
        assertThat(last("/token")).contains("refresh_token=again");
    }

    @Test
    void a_right_that_cannot_be_refreshed_is_asked_for_again() {
        finish(visit());
        world.pass(Duration.ofMinutes(5));
        world.at("/token", Answer.error("invalid_grant"));

        assertThat(challenge()).isInstanceOf(Renewal.LoginNeeded.class);
        assertThat(world.sent(login).has("Authorization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void an_authorization_server_that_is_away_for_a_while_costs_nobody_their_login(int status) {
        finish(visit());
        world.pass(Duration.ofMinutes(5));
        world.at("/token", new Answer(status, "", Map.of()));

        assertThat(challenge()).isInstanceOf(Renewal.Unreachable.class);
        assertThat(world.sent(login).first("Authorization")).contains("Bearer first");
        world.at("/token", Answer.json("{'access_token':'second','token_type':'bearer','expires_in':600}"));
        assertThat(challenge()).isInstanceOf(Renewal.Renewed.class);
        assertThat(world.sent(login).first("Authorization")).contains("Bearer second");
    }

    @Test
    void what_another_process_has_refreshed_is_taken_over() {
        finish(visit());
        Login other = world.logins().of(Principal.LOCAL);
        assertThat(world.sent(other).first("Authorization")).contains("Bearer first");
        world.pass(Duration.ofMinutes(10));
        world.at(
                "/token",
                Answer.json("{'access_token':'second','token_type':'bearer','refresh_token':'anew','expires_in':600}"));

        assertThat(world.sent(login).first("Authorization")).contains("Bearer second");
        assertThat(world.sent(other).first("Authorization")).contains("Bearer second");
        assertThat(world.asked("/token")).hasSize(2);
        world.pass(Duration.ofMinutes(10));
        world.sent(other);
        assertThat(FakeWorld.form(last("/token"))).containsEntry("refresh_token", "anew");
    }

    @Test
    void what_a_user_allowed_for_another_process_is_taken_over() {
        Login other = world.logins().of(Principal.LOCAL);
        world.refuse(other, 401, "Bearer");
        assertThat(other.isMetElsewhere()).isFalse();
        finish(visit());

        assertThat(other.isMetElsewhere()).isTrue();
        assertThat(other.isNeeded()).isFalse();
        assertThat(world.sent(other).first("Authorization")).contains("Bearer first");
    }

    @Test
    void more_that_another_process_was_allowed_is_taken_over_where_it_is_enough() {
        world.refuse(login, 401, "Bearer scope=\"read\"");
        finish(login.visit());
        Login other = world.logins().of(Principal.LOCAL);
        world.refuse(other, 403, "Bearer error=\"insufficient_scope\", scope=\"write\"");
        world.at("/token", Answer.json("{'access_token':'more','token_type':'bearer','expires_in':600}"));
        world.refuse(login, 403, "Bearer error=\"insufficient_scope\", scope=\"admin\"");
        finish(login.visit());
        assertThat(other.isMetElsewhere()).as("it lacks what is wanted").isFalse();

        world.refuse(login, 403, "Bearer error=\"insufficient_scope\", scope=\"write\"");
        finish(login.visit());
        assertThat(other.isMetElsewhere()).isTrue();
    }

    @Test
    void more_scopes_are_asked_for_beside_those_that_were_allowed() {
        world.refuse(login, 401, "Bearer scope=\"read\"");
        finish(login.visit());

        assertThat(world.refuse(login, 403, "Bearer error=\"insufficient_scope\", scope=\"write\""))
                .isInstanceOf(Renewal.LoginNeeded.class);
        assertThat(world.query(login.visit()).get("scope").split(" ")).containsExactlyInAnyOrder("read", "write");
        assertThat(world.sent(login).has("Authorization")).isTrue();
    }

    @Test
    void a_user_is_not_asked_for_what_they_have_allowed() {
        world.refuse(login, 401, "Bearer scope=\"read\"");
        finish(login.visit());

        assertThat(world.refuse(login, 403, "Bearer error=\"insufficient_scope\", scope=\"read\""))
                .isEqualTo(new Renewal.Refused("it refuses what the user has allowed already"));
    }

    @Test
    void a_user_whose_logins_are_refused_is_not_asked_for_ever() {
        world.at("/token", Answer.json("{'access_token':'never','token_type':'Bearer'}"));
        int logins = 0;
        while (challenge() instanceof Renewal.LoginNeeded && logins < 10) {
            finish(login.visit());
            logins++;
        }

        assertThat(logins).isEqualTo(3);
    }

    @Test
    void what_one_authorization_server_gave_is_never_shown_to_another() throws IOException {
        finish(visit());
        try (FakeWorld other = new FakeWorld()) {
            world.at(
                    "/.well-known/oauth-protected-resource/mcp",
                    Answer.json(
                            "{'resource':'" + world.url() + "','authorization_servers':['" + other.origin() + "']}"));
            world.pass(Duration.ofMinutes(5));
            challenge();
            finish(login.visit());

            assertThat(other.asked("/register")).hasSize(1);
            assertThat(other.asked("/token")).hasSize(1).noneMatch(body -> body.contains("again"));
            assertThat(world.asked("/token")).hasSize(1);
        }
    }

    @Test
    void a_configured_client_is_not_shown_to_a_second_authorization_server() throws IOException {
        OAuthConfig.ClientConfig client = new OAuthConfig.ClientConfig("known", null, null, null);
        Login known = world.oauth()
                .at(new OAuthConfig(
                        "fake", world.url(), new Grant.AuthorizationCode(), client, OAuthConfig.Policy.USUAL))
                .of(Principal.LOCAL);
        world.refuse(known, 401, "Bearer");
        known.visit();
        try (FakeWorld other = new FakeWorld()) {
            world.at(
                    "/.well-known/oauth-protected-resource/mcp",
                    Answer.json(
                            "{'resource':'" + world.url() + "','authorization_servers':['" + other.origin() + "']}"));
            world.refuse(known, 401, "Bearer");

            assertThatExceptionOfType(OAuthException.class)
                    .isThrownBy(known::visit)
                    .withMessageContaining("auth.oauth.issuer");
        }
    }

    @Test
    void tokens_survive_in_the_vault_and_nobody_reads_them_there() {
        finish(visit());

        Login again = world.logins().of(Principal.LOCAL);
        assertThat(world.sent(again).first("Authorization")).contains("Bearer first");
        assertThat(world.shelf())
                .doesNotContain("first")
                .doesNotContain("again")
                .doesNotContain("registered");
        assertThat(world.sent(world.logins().of(new Principal(TenantId.LOCAL, "other"))))
                .isEqualTo(Headers.none());
    }

    @Test
    void tokens_do_not_print() {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("access_token", "canary1").put("token_type", "bearer").put("refresh_token", "canary2");
        Tokens tokens = Tokens.read(response, Set.of(), null, Instant.EPOCH);
        Registration client = new Registration("id", new Secret("canary3"), Registration.Method.NONE);

        assertThat(tokens + " " + client).doesNotContain("canary");
    }

    private Renewal challenge() {
        return world.refuse(login, 401, "Bearer");
    }

    private Visit visit() {
        challenge();
        return login.visit();
    }

    private Visits.Ending finish(Visit visit, String... more) {
        return world.finish(Principal.LOCAL, world.comeBack(visit, more));
    }

    private String last(String path) {
        return world.asked(path).getLast().substring(path.length() + 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
