package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.secret.Secret;
import io.yumen.store.StoreLimits;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Access;
import io.yumen.tenant.Access.Proof;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Who goes when something is taken back, what he is told, and what else goes on. */
class WithdrawalTest {
    private static final Principal ANN = new Principal(TenantId.LOCAL, "ann");
    private static final Access OPERATOR =
            Access.plain(new Principal(TenantId.LOCAL, "operator"), Proof.KEY).withCredential("operator");

    @ParameterizedTest
    @EnumSource(Proof.class)
    void what_hangs_on_a_key_a_grant_a_user_or_an_issuer_is_told_by_how_somebody_came_in(Proof proof) {
        Access access = Access.plain(ANN, proof)
                .withCredential("k")
                .withClaims(
                        "c",
                        JsonNodeFactory.instance.objectNode().put("sid", "g").put("iss", "https://idp"));

        assertThat(new Withdrawal.Key("k").covers(access)).isEqualTo(proof == Proof.KEY);
        assertThat(new Withdrawal.Grant("g").covers(access)).isEqualTo(proof == Proof.TOKEN);
        assertThat(new Withdrawal.User(ANN).covers(access)).isEqualTo(proof == Proof.TOKEN || proof == Proof.PASSWORD);
        assertThat(new Withdrawal.Issuers(Set.of("https://idp")).covers(access))
                .isEqualTo(proof == Proof.TOKEN || proof == Proof.JWT || proof == Proof.INTROSPECTION);
        assertThat(new Withdrawal.Proofs(Set.of(Proof.KEY, Proof.JWT)).covers(access))
                .isEqualTo(proof == Proof.KEY || proof == Proof.JWT);
        assertThat(new Withdrawal.Key("l").covers(access)).isFalse();
        assertThat(new Withdrawal.Grant("h").covers(access)).isFalse();
        assertThat(new Withdrawal.User(OPERATOR.principal()).covers(access)).isFalse();
        assertThat(new Withdrawal.Issuers(Set.of("https://other")).covers(access))
                .isFalse();
    }

    @Test
    void the_operator_of_this_machine_stays_whatever_is_set_anew() {
        assertThat(new Withdrawal.Proofs(EnumSet.allOf(Proof.class)).covers(OPERATOR))
                .isFalse();
        assertThat(new Withdrawal.Proofs(EnumSet.allOf(Proof.class)).covers(OPERATOR.withCredential("k")))
                .isTrue();
        assertThat(OperatorToken.isOperator(
                        Access.plain(OPERATOR.principal(), Proof.JWT).withCredential("operator")))
                .isFalse();
        assertThat(OperatorToken.isOperator(Access.plain(ANN, Proof.KEY).withCredential("operator")))
                .isFalse();
    }

    @Test
    void who_is_where_nobody_may_be_goes_and_who_came_by_a_pipe_stays() {
        AddressGate gate = new AddressGate(
                request -> new Admission.Admitted(Access.LOCAL), List.of("10.0.0.0/8"), List.of("10.1.0.0/16"));
        Withdrawal elsewhere = new Withdrawal.Elsewhere(gate);

        assertThat(elsewhere.covers(OPERATOR.from("192.0.2.1"))).isTrue();
        assertThat(elsewhere.covers(OPERATOR.from("10.1.2.3"))).isTrue();
        assertThat(elsewhere.covers(OPERATOR.from("10.2.2.3"))).isFalse();
        assertThat(elsewhere.covers(OPERATOR.from("127.0.0.1"))).isFalse();
        assertThat(elsewhere.covers(OPERATOR)).isFalse();
        assertThat(elsewhere.reason()).isEqualTo("Nobody comes in from this address");
    }

    @Test
    void who_goes_is_told_why() {
        assertThat(List.of(
                                new Withdrawal.Key("k"),
                                new Withdrawal.Grant("g"),
                                new Withdrawal.User(ANN),
                                new Withdrawal.Proofs(Set.of()),
                                new Withdrawal.Issuers(Set.of()),
                                new Withdrawal.OfPrincipal(ANN),
                                new Withdrawal.OfClient("c"),
                                new Withdrawal.OfEverybody())
                        .stream()
                        .map(Withdrawal::reason))
                .containsExactly(
                        "The key was taken back",
                        "What was allowed to this program was taken back",
                        "The user may not come in any more by what was shown",
                        "Who may come in has changed",
                        "Who may come in has changed",
                        "The access of this principal is suspended",
                        "The access of this client is suspended",
                        "The gateway is locked down");
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_listener_that_fails_keeps_no_credential_from_ending() throws InterruptedException {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        List<Withdrawal> heard = new CopyOnWriteArrayList<>();
        BlockingQueue<String> gone = new LinkedBlockingQueue<>();
        try (Stays stays = new Stays(() -> now)) {
            stays.listen(what -> {
                heard.add(what);
                if (what.equals(new Withdrawal.Key("a"))) {
                    throw new IllegalStateException("of a listener");
                }
            });
            stays.begin(Access.plain(ANN, Proof.KEY).withCredential("a"), gone::add);
            stays.withdrawAt(now.plusSeconds(60), new Withdrawal.Key("later"));
            stays.withdrawAt(now, new Withdrawal.Key("a"));
            stays.withdrawAt(now, new Withdrawal.Key("b"));
            while (stays.count() < 2) {
                stays.turn();
            }
            stays.withdrawAt(now, new Withdrawal.Key("c"));
            while (stays.count() < 3) {
                Thread.onSpinWait();
            }
            assertThat(gone.take()).isEqualTo("The key was taken back");
        }
        assertThat(heard).containsExactly(new Withdrawal.Key("a"), new Withdrawal.Key("b"), new Withdrawal.Key("c"));
    }

    @Test
    void a_token_of_the_operator_is_worth_nothing_from_another_machine() {
        OperatorToken token = OperatorToken.create();
        String text = token.secret().reveal();

        assertThat(token.admit(text, from("127.0.0.1"))).isInstanceOf(Admission.Admitted.class);
        assertThat(token.admit(text, from("::1"))).isInstanceOf(Admission.Admitted.class);
        assertThat(token.admit(text, from("192.0.2.1"))).isInstanceOf(Admission.Refused.class);
        assertThat(token.admit(text + "x", from("127.0.0.1"))).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void a_password_is_proven_by_the_users_and_too_many_wrong_ones_are_looked_at_later() {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, () -> now);
        Users users = new Users(store.values(), UserLimits.DEFAULT.hashingWith(8), () -> now);
        users.create("ann", TenantId.LOCAL, Set.of("ops"), new Secret("correct: horse battery"));
        AccessChain chain = new AccessChain(new AccessChain.Proofs(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(users)));

        Access access = ((Admission.Admitted) chain.admit(basic("ann:correct: horse battery"))).access();
        assertThat(access.principal()).isEqualTo(ANN);
        assertThat(access.proof()).isEqualTo(Proof.PASSWORD);
        Denial wrong = ((Admission.Refused) chain.admit(basic("ann:"))).denial();
        assertThat(wrong.reason()).isEqualTo(Denial.Reason.INVALID);
        assertThat(wrong.message()).isEqualTo("There is no such user, or this is not the password");
        for (int i = 0; i < UserLimits.DEFAULT.tries(); i++) {
            chain.admit(basic("ann:x"));
        }
        assertThat(((Admission.Refused) chain.admit(basic("ann:x"))).denial().reason())
                .isEqualTo(Denial.Reason.UNAVAILABLE);
        assertThat(((Admission.Refused) chain.admit(basic("a"))).denial().reason())
                .isEqualTo(Denial.Reason.UNCLEAR);
        store.close();
    }

    @Test
    void who_has_to_get_a_token_is_told_of_the_scopes_that_rules_want_as_well() {
        TokenProof proof = new TokenProof() {
            @Override
            public Admission admit(ShownToken token) {
                return Admission.refused(Denial.Reason.INVALID, "no");
            }

            @Override
            public Denial.Demand demand(String path) {
                return new Denial.Demand("m", Set.of("mcp"));
            }

            @Override
            public String toString() {
                return "tokens";
            }
        };

        TokenProof asking = proof.asking(Set.of("admin"));
        assertThat(asking.demand("/mcp")).isEqualTo(new Denial.Demand("m", Set.of("mcp", "admin")));
        assertThat(asking.admit(new ShownToken(new Secret("x"), Optional.empty(), "POST", "/mcp")))
                .isEqualTo(Admission.refused(Denial.Reason.INVALID, "no"));
        assertThat(asking).hasToString("tokens");
    }

    private static InetSocketAddress from(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 1);
    }

    private static Shown basic(String pair) {
        return Shown.with(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
