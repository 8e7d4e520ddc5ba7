package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.http.Headers;
import io.yumen.oauth.FakeWorld.Answer;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.oauth.caller.ExchangeLimits;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.tenant.Access;
import io.yumen.tenant.CallerToken;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CallerRightTest {
    /** As they come: the same beginning for all. */
    private static final String SHOWN = "eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.ann-s-own.signature";

    private FakeWorld world;
    private CallerRights rights;

    @BeforeEach
    void begin() throws IOException {
        world = new FakeWorld();
        AtomicInteger count = new AtomicInteger();
        world.at(
                "/token",
                body -> world.json("{'access_token':'exchanged-" + count.incrementAndGet()
                        + "','token_type':'Bearer','issued_token_type':'urn:ietf:params:oauth:token-type:access_token',"
                        + "'expires_in':600}"));
        rights = rights(world.origin(), Optional.of("crm"), "crm.read");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void what_a_caller_came_in_with_is_exchanged_once_for_a_token_of_the_server() {
        CallerRight right = rights.of(ann(SHOWN));
        assertThat(sent(right)).isEqualTo("Bearer exchanged-1");
        assertThat(sent(rights.of(ann(SHOWN)))).isEqualTo("Bearer exchanged-1");

        assertThat(world.asked("/token")).hasSize(1);
        assertThat(FakeWorld.form(world.asked("/token").getFirst().substring("/token ".length())))
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
                .containsEntry("subject_token", SHOWN)
                .containsEntry("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .containsEntry("requested_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .containsEntry("audience", "crm")
                .containsEntry("scope", "crm.read")
                .doesNotContainKey("resource");
    }

    @Test
    void a_server_without_a_name_of_its_own_is_called_by_its_url() {
        sent(rights(world.origin(), Optional.empty()).of(ann(SHOWN)));
        assertThat(FakeWorld.form(world.asked("/token").getFirst().substring("/token ".length())))
                .containsEntry("resource", world.url().toString())
                .doesNotContainKeys("audience", "scope");
    }

    @Test
    void many_calls_at_once_cause_one_exchange() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.at("/token", body -> {
            asked.countDown();
            await(go);
            return world.json("{'access_token':'one','token_type':'Bearer','expires_in':600}");
        });
        List<String> sent = new CopyOnWriteArrayList<>();
        List<Thread> calls = IntStream.range(0, 20)
                .mapToObj(i -> Thread.ofVirtual().start(() -> sent.add(sent(rights.of(ann(SHOWN))))))
                .toList();
        await(asked);
        go.countDown();
        for (Thread call : calls) {
            call.join();
        }
        assertThat(sent).hasSize(20).containsOnly("Bearer one");
        assertThat(world.asked("/token")).hasSize(1);
    }

    @Test
    void what_is_exchanged_never_outlives_what_the_caller_came_in_with() {
        Access short1 = ann("first").until(world.now().plusSeconds(60));
        assertThat(sent(rights.of(short1))).isEqualTo("Bearer exchanged-1");
        world.pass(Duration.ofSeconds(61));
        CallerRight right = rights.of(short1);
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(right::headers)
                .withMessageContaining("a new token of its caller");

        Access fresh = ann("second").until(world.now().plusSeconds(3_600));
        assertThat(sent(rights.of(fresh))).isEqualTo("Bearer exchanged-2");
        assertThat(world.asked("/token").getLast()).contains("subject_token=second");
    }

    @Test
    void the_token_that_a_call_came_with_is_exchanged_for_it_however_long_another_lives() {
        Access brief = ann("brief").until(world.now().plusSeconds(900));
        Access lasting = ann("lasting").until(world.now().plusSeconds(3_600));
        assertThat(sent(rights.of(lasting))).isEqualTo("Bearer exchanged-1");
        assertThat(sent(rights.of(brief))).isEqualTo("Bearer exchanged-2");
        assertThat(world.asked("/token").getFirst()).contains("subject_token=lasting");
        assertThat(world.asked("/token").getLast()).contains("subject_token=brief");
        assertThat(sent(rights.of(lasting))).isEqualTo("Bearer exchanged-1");
    }

    @Test
    void a_token_that_may_do_less_is_not_served_by_what_another_may_do() {
        Access wide = ann(SHOWN).withScopes(Scopes.read("read write"));
        Access narrow = ann("narrow").withScopes(Scopes.read("read"));
        Access other = ann("other").withScopes(Scopes.read("read write")).withClaims("elsewhere", claims());
        assertThat(List.of(sent(rights.of(wide)), sent(rights.of(narrow)), sent(rights.of(other))))
                .containsExactly("Bearer exchanged-1", "Bearer exchanged-2", "Bearer exchanged-3");
        assertThat(sent(rights.of(wide))).isEqualTo("Bearer exchanged-1");
    }

    @Test
    void each_user_and_each_tenant_has_a_right_of_their_own() {
        assertThat(sent(rights.of(ann(SHOWN)))).isEqualTo("Bearer exchanged-1");
        assertThat(sent(rights.of(user("globex", "ann", "of another tenant")))).isEqualTo("Bearer exchanged-2");
        assertThat(sent(rights.of(user("acme", "bob", "bob's")))).isEqualTo("Bearer exchanged-3");
    }

    @Test
    void a_token_of_another_issuer_is_shown_to_nobody() {
        Access foreign = ann(SHOWN).withToken(new CallerToken("https://other.example", SHOWN));
        assertThat(rights.objection(foreign))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("takes calls only from those who come in with a token of " + world.origin())
                        .contains("You came in with a token of https://other.example")
                        .doesNotContain(SHOWN));
        CallerRight right = rights.of(foreign);
        assertThatExceptionOfType(OAuthException.class).isThrownBy(right::headers);
        assertThat(world.asked("/token")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, no credential",
        "KEY, a key of this gateway",
        "PASSWORD, a password of this gateway",
        "TOKEN, a token of this gateway itself",
        "CERTIFICATE, a certificate"
    })
    void who_has_no_such_token_is_told_what_to_do(Access.Proof proof, String shown) {
        Access access = Access.plain(Principal.LOCAL, proof);
        assertThat(rights.objection(access))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("You came in with " + shown + ": log in at " + world.origin()));
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_grant, does not take your token any more; log in anew",
        "invalid_token, does not take your token any more; log in anew",
        "invalid_request, does not take your token for that; log in anew",
        "access_denied, does not let you use this server",
        "unauthorized_client, has to look at auth.oauth.clientId",
        "invalid_client, has to look at auth.oauth.clientId",
        "invalid_target, has to look at auth.oauth.audience",
        "invalid_scope, has to look at auth.oauth.scopes",
        "unsupported_grant_type, exchanges no tokens (RFC 8693)",
        "something_else, whoever runs the gateway has to look into it"
    })
    void what_the_issuer_refuses_becomes_something_to_do(String error, String advice) {
        world.at(
                "/token",
                new Answer(400, "{\"error\": \"" + error + "\", \"error_description\": \"so it is\"}", Map.of()));
        CallerRight right = rights.of(ann(SHOWN));
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(right::headers)
                .withMessageStartingWith("wants a token for which yours is exchanged at " + world.origin() + ", which ")
                .withMessageContaining(advice)
                .withMessageContaining("\"" + error + "\": so it is");
    }

    @Test
    void an_issuer_that_repeats_the_token_in_its_error_is_not_repeated() {
        world.at(
                "/token",
                body -> new Answer(
                        400,
                        "{\"error\": \"invalid_grant\", \"error_description\": \""
                                + FakeWorld.form(body).get("subject_token") + "\"}",
                        Map.of()));
        CallerRight right = rights.of(ann(SHOWN));
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(right::headers)
                .withMessageContaining("does not take your token any more")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SHOWN.substring(0, 20)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"x\",\"token_type\":\"N_A\"}",
                "{\"access_token\":\"x y\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"" + SHOWN + "\",\"token_type\":\"Bearer\"}"
            })
    void what_is_no_token_for_the_server_is_not_sent(String answer) {
        world.at("/token", new Answer(200, answer, Map.of()));
        CallerRight right = rights.of(ann(SHOWN));
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(right::headers)
                .withMessageContaining("wants a token for which yours is exchanged")
                .withMessageContaining("hoever runs the gateway has to");
    }

    @Test
    void what_came_to_nothing_is_not_tried_again_with_the_same_token_for_a_moment() {
        world.at("/token", Answer.error("access_denied"));
        CallerRight right = rights.of(ann(SHOWN));
        assertThatExceptionOfType(OAuthException.class).isThrownBy(right::headers);
        assertThatExceptionOfType(OAuthException.class).isThrownBy(right::headers);
        assertThat(world.asked("/token")).hasSize(1);

        CallerRight newer = rights.of(ann("newer").until(world.now().plusSeconds(7_200)));
        assertThatExceptionOfType(OAuthException.class).isThrownBy(newer::headers);
        assertThat(world.asked("/token")).hasSize(2);
        world.pass(Duration.ofSeconds(31));
        assertThatExceptionOfType(OAuthException.class).isThrownBy(right::headers);
        assertThat(world.asked("/token")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void an_issuer_that_is_away_is_missed_only_when_the_exchanged_token_has_ended(int status) {
        CallerRight right = rights.of(ann(SHOWN));
        assertThat(sent(right)).isEqualTo("Bearer exchanged-1");
        world.at("/token", new Answer(status, "", Map.of()));

        world.pass(Duration.ofSeconds(580));
        assertThat(sent(right)).as("ends soon").isEqualTo("Bearer exchanged-1");
        world.pass(Duration.ofSeconds(21));
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(right::headers)
                .satisfies(e -> assertThat(e.code()).isEqualTo(OAuthException.Code.UNREACHABLE))
                .withMessageContaining("cannot be asked now")
                .withMessageContaining("HTTP " + status)
                .withMessageContaining("Try again in a moment");

        world.at("/token", world.json("{'access_token':'back','token_type':'Bearer'}"));
        world.pass(Duration.ofSeconds(3));
        assertThat(sent(right)).isEqualTo("Bearer back");
    }

    @Test
    void what_was_exchanged_is_in_memory_alone_so_that_no_lock_can_miss_it() {
        assertThat(sent(rights.of(ann(SHOWN)))).isEqualTo("Bearer exchanged-1");
        assertThat(world.shelf()).isEqualTo("{}");
        CallerRights later = rights(world.origin(), Optional.of("crm"), "crm.read");
        assertThat(sent(later.of(ann(SHOWN)))).isEqualTo("Bearer exchanged-2");
    }

    @Test
    void what_was_exchanged_is_forgotten_with_the_access_of_its_caller() {
        CallerRight right = rights.of(ann(SHOWN));
        sent(right);
        rights.forget(access -> access.principal().name().equals("bob"));
        assertThat(sent(right)).isEqualTo("Bearer exchanged-1");

        rights.forget(access -> access.principal().name().equals("ann"));
        assertThatExceptionOfType(OAuthException.class).isThrownBy(right::headers);
        assertThat(sent(rights.of(ann("let in again")))).isEqualTo("Bearer exchanged-2");
    }

    @Test
    void a_server_that_refuses_an_old_token_gets_another_and_is_then_believed() {
        CallerRight right = rights.of(ann(SHOWN));
        Headers first = right.headers();
        world.pass(Duration.ofSeconds(60));
        assertThat(refuse(right, 401, "Bearer", first)).isInstanceOf(Renewal.Renewed.class);
        assertThat(sent(right)).isEqualTo("Bearer exchanged-2");
        assertThat(refuse(right, 401, "Bearer", first)).as("met before").isInstanceOf(Renewal.Renewed.class);
        assertThat(refuse(right, 401, "Bearer error=\"invalid_token\"", right.headers()))
                .isInstanceOfSatisfying(
                        Renewal.Refused.class,
                        refused -> assertThat(refused.why()).contains("auth.oauth.audience"));
        assertThat(world.asked("/token")).hasSize(2);
    }

    @Test
    void scopes_that_the_provider_gave_less_of_are_asked_for_again() {
        CallerRights both = rights(world.origin(), Optional.of("crm"), "crm.read", "crm.write");
        world.at("/token", world.json("{'access_token':'less','token_type':'Bearer','scope':'crm.read'}"));
        CallerRight right = both.of(ann(SHOWN));
        String challenge = "Bearer error=\"insufficient_scope\", scope=\"crm.read crm.write\"";
        assertThat(refuse(right, 403, challenge, right.headers()))
                .as("it has just been asked")
                .isInstanceOf(Renewal.Refused.class);
        assertThat(world.asked("/token")).hasSize(1);

        world.pass(Duration.ofSeconds(31));
        world.at("/token", world.json("{'access_token':'all','token_type':'Bearer'}"));
        assertThat(refuse(right, 403, challenge, right.headers())).isInstanceOf(Renewal.Renewed.class);
        assertThat(sent(right)).isEqualTo("Bearer all");
        assertThat(refuse(right, 403, challenge, right.headers())).isInstanceOf(Renewal.Refused.class);
    }

    @Test
    void a_server_gets_no_scope_that_the_configuration_does_not_name() {
        for (CallerRights each : List.of(rights, rights(world.origin(), Optional.of("crm")))) {
            CallerRight right = each.of(ann(SHOWN));
            String before = sent(right);
            int asked = world.asked("/token").size();
            world.pass(Duration.ofSeconds(31));
            String more = "Bearer error=\"insufficient_scope\", scope=\"crm.read admin\"";
            assertThat(refuse(right, 403, more, right.headers()))
                    .isInstanceOfSatisfying(
                            Renewal.Refused.class,
                            refused ->
                                    assertThat(refused.why()).contains("admin").contains("auth.oauth.scopes"));
            assertThat(world.asked("/token")).hasSize(asked);
            assertThat(sent(right)).as("what there is stays").isEqualTo(before);
        }
    }

    @Test
    void nothing_of_it_prints() {
        Access access = ann(SHOWN);
        assertThat(access.toString() + access.token() + rights.of(access)).doesNotContain(SHOWN);
    }

    private CallerRights rights(String issuer, Optional<String> audience, String... scopes) {
        return new CallerRights(world.exchanger(issuer, audience, scopes), ExchangeLimits.DEFAULT);
    }

    private static Renewal refuse(CallerRight right, int status, String challenge, Headers sent) {
        return right.renew(new RefusedRequest(status, Headers.of("WWW-Authenticate", challenge), sent));
    }

    private static String sent(CallerRight right) {
        return right.headers().first("Authorization").orElse("");
    }

    private Access ann(String token) {
        return user("acme", "ann", token);
    }

    private Access user(String tenant, String name, String token) {
        return Access.plain(new Principal(new TenantId(tenant), name), Access.Proof.JWT)
                .withClaims("agent", claims())
                .withScopes(Scopes.read("mcp"))
                .until(world.now().plusSeconds(3_600))
                .withToken(new CallerToken(world.origin(), token));
    }

    private static ObjectNode claims() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
