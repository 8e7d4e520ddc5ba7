package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.Headers;
import io.yumen.secret.Sealer;
import io.yumen.store.Space;
import io.yumen.store.StoreLimits;
import io.yumen.store.TurnedClock;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Access;
import io.yumen.tenant.Roles;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one way in, with keys in a real store. */
class AccessChainTest {
    private final TurnedClock clock = new TurnedClock();
    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, clock);
    private final ApiKeys keys = new ApiKeys(store.values(), Sealer.ephemeral(), clock, new Stays(clock));
    private final OperatorToken operator = OperatorToken.create();
    private final AccessChain chain = new AccessChain(new AccessChain.Proofs(
            Optional.empty(), Optional.of(keys), Optional.of(operator), Optional.empty(), Optional.empty()));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_key_lets_its_holder_in_by_either_header() {
        String key = make("ann").secret().reveal();

        for (Shown shown : List.of(
                Shown.with("Authorization", "Bearer " + key),
                Shown.with("authorization", "bearer  " + key),
                Shown.with("X-API-Key", key))) {
            Access access = admitted(chain.admit(shown));
            assertThat(access.principal().name()).isEqualTo("ann");
            assertThat(access.principal().tenant()).isEqualTo(new TenantId("acme"));
            assertThat(access.proof()).isEqualTo(Access.Proof.KEY);
            assertThat(access.roles()).containsExactly("reader");
            assertThat(access.scopes()).isEqualTo(Scopes.of(List.of("mcp:read")));
            assertThat(access.address()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void nothing_shown_lets_nobody_in_unless_the_configuration_says_so() {
        assertThat(reason(chain.admit(Shown.with()))).isEqualTo(Denial.Reason.NO_CREDENTIALS);

        AccessChain lenient = new AccessChain(new AccessChain.Proofs(
                Optional.of(Strangers.with(Set.of("guest"), Strangers.From.THIS_MACHINE)),
                Optional.of(keys),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        assertThat(admitted(lenient.admit(Shown.with())).roles()).containsExactly("guest");
        assertThat(reason(lenient.admit(Shown.with("X-API-Key", "ymk_" + "x".repeat(55)))))
                .as("who shows something wrong is not let in as one who shows nothing")
                .isEqualTo(Denial.Reason.INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For | 203.0.113.9",
                "Forwarded | for=203.0.113.9",
                "X-Forwarded-Host | mcp.example.com",
                "X-Forwarded-Proto | https",
                "X-Real-IP | 203.0.113.9",
                "via | 1.1 proxy",
                "Host | mcp.example.com",
                "Host | mcp.example.com:443",
                "Host | 192.168.1.2:3050"
            })
    void who_shows_nothing_and_came_by_a_proxy_of_this_machine_comes_from_elsewhere(String name, String value) {
        Shown proxied = Shown.with(name, value);
        assertThat(strangers(Strangers.From.THIS_MACHINE).admit(proxied))
                .isInstanceOfSatisfying(Admission.Refused.class, refused -> {
                    assertThat(refused.denial().reason()).isEqualTo(Denial.Reason.NO_CREDENTIALS);
                    assertThat(refused.denial().message())
                            .contains("listen.trustedProxies", "letInAnybodyFromAnywhere in access.anonymous");
                });
        assertThat(admitted(strangers(Strangers.From.ANYWHERE).admit(proxied)).roles())
                .containsExactly("guest");
    }

    @Test
    void who_shows_nothing_comes_in_from_this_machine_alone() {
        AccessChain near = strangers(Strangers.From.THIS_MACHINE);
        for (String host : List.of("localhost", "LOCALHOST:3050", "127.0.0.1:3050", "[::1]:3050", "[::1]")) {
            assertThat(admitted(near.admit(Shown.with("Host", host))).roles()).containsExactly("guest");
        }
        assertThat(reason(near.admit(Shown.from("192.0.2.1")))).isEqualTo(Denial.Reason.NO_CREDENTIALS);
        String key = make("ann").secret().reveal();
        Headers both = Headers.of("X-API-Key", key, "X-Forwarded-For", "203.0.113.9");
        assertThat(admitted(near.admit(new Shown(both, ""))).principal().name())
                .as("who shows something comes in from anywhere")
                .isEqualTo("ann");
    }

    private AccessChain strangers(Strangers.From from) {
        return new AccessChain(new AccessChain.Proofs(
                Optional.of(Strangers.with(Set.of("guest"), from)),
                Optional.of(keys),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer a b",
                "Bearer ü",
                "Bearer \"a\"",
                "Basic",
                "Basic ???",
                "Basic Og==",
                "Digest a=b",
                "ymk_abc",
                "Bearer a,Bearer b"
            })
    void what_is_not_one_credential_is_refused(String authorization) {
        assertThat(reason(chain.admit(Shown.with("Authorization", authorization))))
                .isEqualTo(Denial.Reason.UNCLEAR);
    }

    @Test
    void two_credentials_are_refused_even_where_one_is_good() {
        String key = make("ann").secret().reveal();
        Headers two = Headers.of("Authorization", "Bearer " + key, "Authorization", "Bearer " + key);
        Headers mixed = Headers.of("Authorization", basic("ann:x"), "X-API-Key", key);

        assertThat(reason(chain.admit(new Shown(two, "")))).isEqualTo(Denial.Reason.UNCLEAR);
        assertThat(reason(chain.admit(new Shown(mixed, "")))).isEqualTo(Denial.Reason.UNCLEAR);
        for (String name : List.of("access_token", "api_key", "token")) {
            assertThat(reason(chain.admit(new Shown(Headers.none(), name + "=" + key))))
                    .isEqualTo(Denial.Reason.UNCLEAR);
        }
    }

    @Test
    void proofs_that_are_not_offered_are_refused() {
        assertThat(reason(chain.admit(Shown.with("Authorization", basic("ann:secret")))))
                .isEqualTo(Denial.Reason.NOT_OFFERED);
        assertThat(reason(chain.admit(Shown.with("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."))))
                .isEqualTo(Denial.Reason.NOT_OFFERED);
    }

    @Test
    void a_key_with_anything_changed_is_none() {
        String key = make("ann").secret().reveal();

        for (int i = ApiKey.PREFIX.length(); i < key.length(); i++) {
            char other = key.charAt(i) == 'a' ? 'b' : 'a';
            String changed = key.substring(0, i) + other + key.substring(i + 1);
            assertThat(reason(chain.admit(Shown.with("X-API-Key", changed)))).isEqualTo(Denial.Reason.INVALID);
        }
        assertThat(reason(chain.admit(Shown.with("X-API-Key", key + "a")))).isEqualTo(Denial.Reason.INVALID);
        assertThat(reason(chain.admit(Shown.with("X-API-Key", key.substring(0, 16)))))
                .isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void a_key_that_was_taken_back_is_worth_nothing_from_then_on() {
        ApiKeys.Made made = make("ann");
        assertThat(admitted(admit(made)).roles()).containsExactly("reader");

        assertThat(keys.revoke(made.key().id()).flatMap(ApiKey::revoked)).contains(clock.instant());

        assertThat(reason(admit(made))).isEqualTo(Denial.Reason.REVOKED);
        assertThat(keys.rotate(made.key().id(), Duration.ZERO)).isEmpty();
        assertThat(keys.revoke("unknown")).isEmpty();
    }

    @Test
    void what_is_written_of_a_known_key_in_any_way_counts_from_then_on() {
        ApiKeys.Made revoked = make("ann");
        ApiKeys.Made removed = make("ben");
        ApiKeys.Made left = make("cleo");
        List.of(revoked, removed, left).forEach(made -> admitted(admit(made)));

        new ApiKeys(store.values(), Sealer.ephemeral(), clock, new Stays(clock))
                .revoke(revoked.key().id());
        store.values().remove(Space.KEYS.ofGateway().key(removed.key().id()));

        assertThat(reason(admit(revoked))).isEqualTo(Denial.Reason.REVOKED);
        assertThat(reason(admit(removed))).isEqualTo(Denial.Reason.INVALID);
        assertThat(admitted(admit(left)).principal().name()).isEqualTo("cleo");
    }

    @Test
    void a_key_ends_with_its_time_and_is_forgotten_later() {
        ApiKeys.Made made =
                keys.create(wanted("ann", Optional.of(clock.instant().plusSeconds(60))));

        clock.turn(Duration.ofSeconds(59));
        assertThat(admitted(admit(made)).expires()).isEqualTo(clock.instant().plusSeconds(1));
        clock.turn(Duration.ofSeconds(1));
        assertThat(reason(admit(made))).isEqualTo(Denial.Reason.EXPIRED);
        clock.turn(ApiKeys.REMEMBERED);
        assertThat(reason(admit(made))).isEqualTo(Denial.Reason.INVALID);
        assertThat(keys.list()).isEmpty();
    }

    @Test
    void a_key_that_is_rotated_overlaps_with_the_next() {
        ApiKeys.Made first =
                keys.create(wanted("ann", Optional.of(clock.instant().plus(Duration.ofDays(30)))));

        clock.turn(Duration.ofDays(10));
        ApiKeys.Made second = keys.rotate(first.key().id(), Duration.ofHours(1)).orElseThrow();

        assertThat(admitted(admit(first)).principal())
                .isEqualTo(admitted(admit(second)).principal());
        assertThat(second.key().expires()).contains(clock.instant().plus(Duration.ofDays(30)));
        clock.turn(Duration.ofHours(1));
        assertThat(reason(admit(first))).isEqualTo(Denial.Reason.EXPIRED);
        assertThat(admitted(admit(second)).roles()).containsExactly("reader");
    }

    @Test
    void neither_the_store_nor_what_is_printed_has_the_key() {
        ApiKeys.Made made = make("ann");
        String secret = made.secret().reveal();

        String stored = store.values()
                .list(Space.KEYS.ofGateway(), 10)
                .entries()
                .getFirst()
                .text();
        String random = secret.substring(secret.length() - 43);
        assertThat(stored).contains(made.key().id()).doesNotContain(random);
        assertThat(made.toString()).doesNotContain(random);
        assertThat(Presented.by(Shown.with("X-API-Key", secret)).toString()).doesNotContain(random);
    }

    @Test
    void keys_of_another_gateway_are_none_here() {
        ApiKeys.Made made = make("ann");
        ApiKeys elsewhere = new ApiKeys(store.values(), Sealer.ephemeral(), clock, new Stays(clock));

        assertThat(reason(elsewhere.admit(made.secret().reveal()))).isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void the_token_of_the_operator_is_the_one_of_this_process() {
        Access access = admitted(chain.admit(
                Shown.with("Authorization", "Bearer " + operator.secret().reveal())));

        assertThat(access.roles()).containsExactly(Roles.ADMIN);
        assertThat(reason(chain.admit(Shown.with(
                        "Authorization",
                        "Bearer " + OperatorToken.create().secret().reveal()))))
                .isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void a_store_that_fails_lets_nobody_in() {
        String key = make("ann").secret().reveal();
        admitted(chain.admit(Shown.with("X-API-Key", key)));
        store.close();

        assertThat(reason(chain.admit(Shown.with("X-API-Key", key)))).isEqualTo(Denial.Reason.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a/b", "\u202ea"})
    void holders_have_names_that_can_be_shown(String name) {
        assertThatThrownBy(() -> wanted(name, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    private ApiKeys.Made make(String principal) {
        return keys.create(wanted(principal, Optional.empty()));
    }

    private static NewKey wanted(String principal, Optional<Instant> expires) {
        return new NewKey(
                new TenantId("acme"), principal, Set.of("reader"), Scopes.of(List.of("mcp:read")), "", expires);
    }

    private Admission admit(ApiKeys.Made made) {
        return chain.admit(Shown.with("X-API-Key", made.secret().reveal()));
    }

    private static Access admitted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).access();
    }

    private static Denial.Reason reason(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).denial().reason();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
