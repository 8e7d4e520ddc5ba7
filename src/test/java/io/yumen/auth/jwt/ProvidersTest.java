package io.yumen.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.auth.Admission;
import io.yumen.auth.Denial;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.ShownToken;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.secret.Secret;
import io.yumen.tenant.Access;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Tokens of a provider on a real port. */
class ProvidersTest {
    private static final String HERE = "https://gateway.example/mcp";

    private final Ahead clock = new Ahead();
    private final Documents documents = new Documents(
            OAuthLimits.DEFAULT.withFetchTime(Duration.ofSeconds(2)),
            guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));
    private Mint mint;

    /** The time at which the test began, and as much more as it wants. */
    private static final class Ahead implements InstantSource {
        private final Instant began = Instant.now();
        private volatile Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return began.plus(by);
        }

        void turn(Duration more) {
            by = by.plus(more);
        }
    }

    @BeforeEach
    void start() throws IOException {
        mint = new Mint();
    }

    @AfterEach
    void stop() {
        documents.close();
        mint.close();
    }

    @Test
    void a_token_of_the_provider_says_who_comes_in() {
        ObjectNode claims = mint.claims(HERE);
        claims.putObject("realm_access").putArray("roles").add("operator");
        claims.putObject("org").put("id", "blue");

        Access access = admitted(
                providers(config(List.of("org", "id"), Optional.empty())).admit(shown(mint.token(claims))));

        assertThat(access.principal().name()).isEqualTo("ann");
        assertThat(access.principal().tenant().value()).isEqualTo("acme:blue");
        assertThat(access.roles()).containsExactly("operator");
        assertThat(access.scopes().has("mcp")).isTrue();
        assertThat(access.scopes().has("admin")).isFalse();
        assertThat(access.client()).isEqualTo("desktop");
        assertThat(access.proof()).isEqualTo(Access.Proof.JWT);
    }

    @Test
    void a_provider_that_changes_its_keys_refuses_nobody() throws Exception {
        Providers providers = plain();
        admitted(providers.admit(shown(mint.token(mint.claims(HERE)))));

        mint.rotate();
        List<Callable<Admission>> many = Stream.generate(() -> (Callable<Admission>) () ->
                        providers.admit(shown(mint.token(mint.claims(HERE).put("jti", "x" + System.nanoTime())))))
                .limit(20)
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Admission> one : threads.invokeAll(many)) {
                admitted(one.get());
            }
        }
        assertThat(mint.keyFetches()).isEqualTo(2);
    }

    @Test
    void a_key_that_its_provider_takes_back_verifies_nothing_when_what_is_remembered_is_old() {
        Providers providers = plain();
        ObjectNode claims = mint.claims(HERE);
        claims.put("exp", claims.path("exp").asLong() + 10_000);
        String token = mint.token(claims);
        admitted(providers.admit(shown(token)));

        mint.rotate();
        clock.turn(TokenLimits.DEFAULT.verifiedTime().plus(Duration.ofSeconds(1)));
        admitted(providers.admit(shown(mint.token(mint.claims(HERE)))));
        assertThat(reason(providers.admit(shown(token))))
                .as("after a token of the next key")
                .isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void a_key_that_is_taken_back_ends_with_the_age_of_keys_though_no_other_comes() {
        Providers providers = plain();
        ObjectNode claims = mint.claims(HERE);
        claims.put("exp", claims.path("exp").asLong() + 10_000);
        String token = mint.token(claims);
        admitted(providers.admit(shown(token)));

        mint.rotate();
        clock.turn(TokenLimits.DEFAULT.keyAge().plus(Duration.ofSeconds(1)));
        assertThat(reason(providers.admit(shown(token)))).isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void strangers_cannot_have_the_keys_fetched_again_and_again() {
        Providers providers = plain();
        for (int i = 0; i < 50; i++) {
            String token = mint.foreign(mint.header().put("kid", "../../keys/" + i), mint.claims(HERE));
            assertThat(reason(providers.admit(shown(token)))).isEqualTo(Denial.Reason.INVALID);
        }
        assertThat(mint.keyFetches()).isEqualTo(2);

        clock.turn(Duration.ofSeconds(11));
        providers.admit(shown(mint.foreign(mint.header().put("kid", "another"), mint.claims(HERE))));
        assertThat(mint.keyFetches()).isEqualTo(3);
    }

    @Test
    void a_provider_that_is_away_is_missed_only_when_its_keys_are_old() {
        Providers providers = plain();
        ObjectNode claims = mint.claims(HERE);
        claims.put("exp", claims.path("exp").asLong() + 10_000);
        admitted(providers.admit(shown(mint.token(claims))));

        mint.goDown();
        clock.turn(Duration.ofMinutes(20));
        admitted(providers.admit(shown(mint.token(claims.put("jti", "2")))));
        clock.turn(Duration.ofMinutes(50));
        assertThat(reason(providers.admit(shown(mint.token(claims.put("jti", "3"))))))
                .isEqualTo(Denial.Reason.UNAVAILABLE);
        mint.comeBack();
        clock.turn(Duration.ofSeconds(3));
        admitted(providers.admit(shown(mint.token(claims.put("jti", "4")))));
    }

    @Test
    void a_token_ends_although_it_was_good_a_moment_ago() {
        Providers providers = plain();
        ObjectNode claims = mint.claims(HERE);
        String token = mint.token(claims.put("exp", Instant.now().getEpochSecond() + 5));
        admitted(providers.admit(shown(token)));

        clock.turn(Duration.ofSeconds(66));
        assertThat(reason(providers.admit(shown(token)))).isEqualTo(Denial.Reason.EXPIRED);
    }

    @Test
    void a_token_is_for_its_place_alone_although_it_was_verified_at_another() {
        Providers providers = plain();
        String token = mint.token(mint.claims(HERE));
        admitted(providers.admit(shown(token)));

        assertThat(reason(providers.admit(
                        new ShownToken(new Secret(token), Optional.empty(), "POST", "/servers/files/mcp"))))
                .isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void a_token_that_lacks_a_scope_is_told_all_of_them() {
        Providers providers = plain();
        Admission refused = providers.admit(shown(mint.token(mint.claims(HERE).put("scope", "mcp-reader"))));

        assertThat(reason(refused)).isEqualTo(Denial.Reason.INSUFFICIENT);
        Denial denial = ((Admission.Refused) refused).denial().demanding(providers.demand("/mcp"));
        assertThat(denial.headers().first("WWW-Authenticate").orElseThrow())
                .contains("error=\"insufficient_scope\"", "scope=\"mcp\"")
                .contains("resource_metadata=\"https://gateway.example/.well-known/oauth-protected-resource/mcp\"");
    }

    @Test
    void an_opaque_token_is_asked_about_and_not_again_at_once() {
        Providers providers = asking();
        String token = mint.opaque("opaque-1", mint.claims(HERE));

        assertThat(admitted(providers.admit(shown(token))).proof()).isEqualTo(Access.Proof.INTROSPECTION);
        admitted(providers.admit(shown(token)));
        assertThat(mint.questions()).isEqualTo(1);

        mint.takeBack(token);
        clock.turn(Duration.ofSeconds(31));
        assertThat(reason(providers.admit(shown(token)))).isEqualTo(Denial.Reason.INVALID);
        assertThat(reason(providers.admit(shown("unknown")))).isEqualTo(Denial.Reason.INVALID);
        assertThat(reason(providers.admit(shown(mint.opaque("sibling", mint.claims(HERE + "/other"))))))
                .isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void a_provider_that_cannot_be_asked_lets_nobody_in() {
        Providers providers = asking();
        String token = mint.opaque("opaque-2", mint.claims(HERE));
        mint.goDown();
        assertThat(reason(providers.admit(shown(token)))).isEqualTo(Denial.Reason.UNAVAILABLE);

        mint.comeBack();
        clock.turn(Duration.ofSeconds(3));
        admitted(providers.admit(shown(token)));
    }

    @Test
    void a_token_that_the_provider_does_not_take_keeps_nobody_else_out() {
        Providers providers = asking();
        String token = mint.opaque("opaque-3", mint.claims(HERE));

        assertThat(reason(providers.admit(shown("too-long" + "x".repeat(10_000)))))
                .isEqualTo(Denial.Reason.INVALID);
        admitted(providers.admit(shown(token)));
    }

    @Test
    void a_provider_that_is_away_from_the_start_is_not_asked_by_everyone_who_comes() {
        mint.goDown();
        Providers providers = plain();
        for (int i = 0; i < 20; i++) {
            assertThat(reason(providers.admit(shown(mint.token(mint.claims(HERE).put("jti", "x" + i))))))
                    .isEqualTo(Denial.Reason.UNAVAILABLE);
        }
        int asked = mint.failures();
        providers.admit(shown(mint.token(mint.claims(HERE).put("jti", "again"))));
        assertThat(mint.failures()).as("asked in the first two seconds").isEqualTo(asked);
        mint.comeBack();
        clock.turn(Duration.ofSeconds(3));
        admitted(providers.admit(shown(mint.token(mint.claims(HERE)))));
        assertThat(asked).as("of 20 requests").isLessThan(5);
    }

    @Test
    void a_signed_token_that_was_taken_back_is_refused_where_its_provider_is_asked() {
        Providers providers = asking();
        String good = mint.token(mint.claims(HERE));
        String bad = mint.token(mint.claims(HERE).put("jti", "2"));
        mint.takeBack(bad);

        admitted(providers.admit(shown(good)));
        assertThat(reason(providers.admit(shown(bad)))).isEqualTo(Denial.Reason.INVALID);
        assertThat(reason(providers.admit(shown(mint.foreign(mint.header(), mint.claims(HERE))))))
                .as("what is not signed is not asked about")
                .isEqualTo(Denial.Reason.INVALID);
        assertThat(mint.questions()).isEqualTo(2);
    }

    @Test
    void a_bound_token_is_worth_nothing_without_a_proof_for_this_request() {
        Providers providers = plain();
        Mint.Holder holder = new Mint.Holder();
        String token = mint.token(holder.binds(mint.claims(HERE)));
        String proof = holder.proof(holder.claims("POST", HERE, token));

        admitted(providers.admit(bound(token, proof)));
        assertThat(reason(providers.admit(bound(token, proof)))).as("twice").isEqualTo(Denial.Reason.UNBOUND);
        assertThat(reason(providers.admit(shown(token))))
                .as("as a bearer token")
                .isEqualTo(Denial.Reason.UNBOUND);
        for (String bad : badProofs(holder, token)) {
            assertThat(reason(providers.admit(bound(token, bad)))).isIn(Denial.Reason.UNBOUND, Denial.Reason.INVALID);
        }
        admitted(providers.admit(bound(token, holder.proof(holder.claims("POST", HERE, token)))));
    }

    @Test
    void a_proof_is_good_once_also_after_other_settings_and_none_is_from_before_it_could_be_remembered() {
        Mint.Holder holder = new Mint.Holder();
        String token = mint.token(holder.binds(mint.claims(HERE)));
        String proof = holder.proof(holder.claims("POST", HERE, token));
        Providers.Setting process = setting();
        ProviderConfig config = config(List.of(), Optional.empty());
        admitted(new Providers(List.of(config), Optional.empty(), names(), process).admit(bound(token, proof)));

        Providers reloaded = new Providers(List.of(config), Optional.empty(), names(), process);
        assertThat(reason(reloaded.admit(bound(token, proof)))).isEqualTo(Denial.Reason.UNBOUND);

        clock.turn(Duration.ofSeconds(5));
        Providers restarted = plain();
        assertThat(reason(restarted.admit(bound(token, proof))))
                .as("after a start that forgot it")
                .isEqualTo(Denial.Reason.UNBOUND);
    }

    private static List<String> badProofs(Mint.Holder holder, String token) {
        ObjectNode secret = holder.header();
        secret.set("jwk", holder.secretKey());
        Mint.Holder other = new Mint.Holder();
        long now = Instant.now().getEpochSecond();
        return List.of(
                "",
                "x",
                other.proof(other.claims("POST", HERE, token)),
                holder.proof(holder.claims("GET", HERE, token)),
                holder.proof(holder.claims("POST", HERE + "/", token)),
                holder.proof(holder.claims("POST", HERE, token + "x")),
                holder.proof(holder.claims("POST", HERE, token).put("iat", now - 90)),
                holder.proof(holder.claims("POST", HERE, token).put("iat", now + 300)),
                holder.proof(holder.claims("POST", HERE, token).put("jti", "")),
                holder.proof(holder.header().put("typ", "JWT"), holder.claims("POST", HERE, token)),
                holder.proof(holder.header().put("alg", "none"), holder.claims("POST", HERE, token)),
                holder.proof(secret, holder.claims("POST", HERE, token)));
    }

    @Test
    void whom_a_token_may_be_for_and_whether_it_is_bound_is_as_configured() {
        ObjectNode both = mint.claims("api");
        both.putArray("aud").add("api").add("another");
        String own = mint.token(mint.claims("api"));

        admitted(accepting(false, false).admit(shown(own)));
        assertThat(reason(accepting(false, false).admit(shown(mint.token(both)))))
                .isEqualTo(Denial.Reason.INVALID);
        assertThat(reason(accepting(false, false).admit(shown(mint.token(mint.claims(HERE))))))
                .isEqualTo(Denial.Reason.INVALID);
        admitted(accepting(true, false).admit(shown(mint.token(both))));

        Mint.Holder holder = new Mint.Holder();
        String bound = mint.token(holder.binds(mint.claims("api")));
        assertThat(reason(accepting(false, true).admit(shown(own)))).isEqualTo(Denial.Reason.INVALID);
        admitted(accepting(false, true).admit(bound(bound, holder.proof(holder.claims("POST", HERE, bound)))));
        assertThat(reason(plain().admit(
                                bound(mint.token(mint.claims(HERE)), holder.proof(holder.claims("POST", HERE, own))))))
                .as("a proof for a token that is not bound")
                .isEqualTo(Denial.Reason.UNBOUND);
    }

    @Test
    void a_token_is_at_most_so_long_and_of_a_known_issuer() {
        String longest = "x".repeat(TokenLimits.DEFAULT.bytes());
        assertThat(message(plain().admit(shown(longest)))).isEqualTo("This is no signed JWT");
        assertThat(message(plain().admit(shown(longest + "x")))).isEqualTo("This token is too long");
        assertThat(message(plain().admit(shown(mint.token(mint.claims(HERE).put("iss", "https://other"))))))
                .isEqualTo("The issuer of this token is not accepted");
        assertThat(message(plain().admit(shown(mint.foreign(mint.header(), mint.claims(HERE))))))
                .isEqualTo("This token is not signed with a key of its issuer");
    }

    private Providers accepting(boolean shared, boolean bound) {
        return providers(new ProviderConfig(
                "acme",
                mint.issuer(),
                new ProviderConfig.Acceptance(Set.of("api"), shared, Set.of("RS256"), Set.of("mcp"), bound),
                reading("acme", List.of()),
                Set.of(Allowance.LOOPBACK),
                Optional.empty()));
    }

    private static String message(Admission admission) {
        return ((Admission.Refused) admission).denial().message();
    }

    @Test
    void two_providers_are_not_taken_for_each_other() throws IOException {
        try (Mint other = new Mint()) {
            other.rotate();
            ProviderConfig second = new ProviderConfig(
                    "other",
                    other.issuer(),
                    acceptance(),
                    reading("other", List.of()),
                    Set.of(Allowance.LOOPBACK),
                    Optional.empty());
            Providers providers = new Providers(
                    List.of(config(List.of(), Optional.empty()), second), Optional.empty(), names(), setting());

            assertThat(admitted(providers.admit(shown(other.token(other.claims(HERE)))))
                            .principal()
                            .tenant()
                            .value())
                    .isEqualTo("other");
            assertThat(reason(
                            providers.admit(shown(other.token(other.claims(HERE).put("iss", mint.issuer()))))))
                    .isEqualTo(Denial.Reason.INVALID);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_token_or_is_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            CompactJwt token = CompactJwt.parse(text);
            assertThat(token.signed() + "." + token.signature()).isEqualTo(text);
            Claims claims = new Claims(token.claims());
            claims.audiences();
            claims.time("exp");
            ClaimRules.boundTo(token.claims());
            PossessionProofs.parse(text);
        } catch (TokenRefused e) {
            assertThat(e.denial().headers().size()).isPositive();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_claims_are_read_or_refused(byte[] bytes) {
        String part = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        any_text_is_a_token_or_is_refused((part + "." + part + ".AAAA").getBytes(StandardCharsets.US_ASCII));
    }

    private Providers plain() {
        return providers(config(List.of(), Optional.empty()));
    }

    private Providers asking() {
        return providers(config(List.of(), Optional.of(new ProviderConfig.Client("gateway", new Secret("a secret%")))));
    }

    private Providers providers(ProviderConfig config) {
        return new Providers(List.of(config), Optional.empty(), names(), setting());
    }

    private Providers.Setting setting() {
        return new Providers.Setting(documents, TokenLimits.DEFAULT, clock);
    }

    private static ResourceNames names() {
        return ResourceNames.under(URI.create("https://gateway.example/"));
    }

    private ProviderConfig config(List<String> tenantClaim, Optional<ProviderConfig.Client> client) {
        return new ProviderConfig(
                "acme", mint.issuer(), acceptance(), reading("acme", tenantClaim), Set.of(Allowance.LOOPBACK), client);
    }

    private static ProviderConfig.Acceptance acceptance() {
        return new ProviderConfig.Acceptance(
                Set.of(), false, Set.of("RS256", "ES256", "PS256", "EdDSA"), Set.of("mcp"), false);
    }

    private static ProviderConfig.Reading reading(String tenant, List<String> tenantClaim) {
        return new ProviderConfig.Reading(
                tenant, tenantClaim, List.of("sub"), List.of("realm_access", "roles"), "scope");
    }

    private static ShownToken shown(String token) {
        return new ShownToken(new Secret(token), Optional.empty(), "POST", "/mcp");
    }

    private static ShownToken bound(String token, String proof) {
        return new ShownToken(new Secret(token), Optional.of(proof), "POST", "/mcp");
    }

    private static Access admitted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).access();
    }

    private static Denial.Reason reason(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).denial().reason();
    }
}
