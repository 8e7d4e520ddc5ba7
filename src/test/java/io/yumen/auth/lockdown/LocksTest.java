package io.yumen.auth.lockdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.auth.Denial;
import io.yumen.auth.OperatorToken;
import io.yumen.auth.Withdrawal;
import io.yumen.protocol.JsonCodec;
import io.yumen.store.Space;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Roles;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Who and what locks keep out, what they leave alone, and what is left of them after a start. */
class LocksTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Principal ANN = new Principal(ACME, "ann");
    private static final Principal BOB = new Principal(ACME, "bob");
    private static final Lock ON_ANN = new Lock.OfPrincipal(ANN);
    private static final Lock ON_DESK = new Lock.OfClient("desk");
    private static final Lock ON_SHOP = new Lock.OfServer("shop");
    private static final Lock ON_EVERYTHING = new Lock.OfEverything();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Thread> waiting = new ArrayList<>();
    private Instant now = NOW;
    private final InstantSource clock = () -> now;
    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, clock);
    private final Lockdown locks = started();

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void nothing_is_in_anybodys_way_where_nothing_is_locked() {
        assertThat(locks.all()).isEmpty();
        assertThat(locks.objection(key(ANN))).isEmpty();
        assertThat(locks.isEverythingLocked()).isFalse();
        assertThat(locks.isIsolated("shop")).isFalse();
    }

    @Test
    void a_principal_is_kept_out_by_whatever_he_shows_and_nobody_of_like_name_is() {
        locks.lock(ON_ANN, "stolen laptop", "local/root");

        Denial denial = locks.objection(key(ANN)).orElseThrow();
        assertThat(denial.reason()).isEqualTo(Denial.Reason.SUSPENDED);
        assertThat(denial.message()).isEqualTo("The access of this principal is suspended by the administrator");
        assertThat(locks.objection(Access.plain(ANN, Access.Proof.CERTIFICATE))).isPresent();
        assertThat(locks.objection(key(BOB))).isEmpty();
        assertThat(locks.objection(key(new Principal(TenantId.LOCAL, "ann")))).isEmpty();
        assertThat(locks.isLocked(ANN)).isTrue();
        assertThat(locks.isLocked(BOB)).isFalse();
        assertThat(locks.isEverythingLocked()).isFalse();
    }

    @Test
    void a_client_does_nothing_for_anybody_and_who_comes_without_one_is_let_in() {
        locks.lock(ON_DESK, "", "local/root");

        assertThat(locks.objection(by("desk")))
                .get()
                .satisfies(denial -> assertThat(denial.message())
                        .isEqualTo("The access of this client is suspended by the administrator"));
        assertThat(locks.objection(by("phone"))).isEmpty();
        assertThat(locks.objection(key(ANN))).isEmpty();
        assertThat(locks.isClientLocked("desk")).isTrue();
        assertThat(locks.isClientLocked("phone")).isFalse();
        assertThat(locks.isIsolated("desk")).isFalse();
    }

    @Test
    void a_server_that_is_cut_off_keeps_nobody_out_elsewhere() {
        locks.lock(ON_SHOP, "", "local/root");

        assertThat(locks.isIsolated("shop")).isTrue();
        assertThat(locks.isIsolated("bank")).isFalse();
        assertThat(locks.objection(by("shop"))).isEmpty();
    }

    @Test
    void nobody_comes_in_while_everything_is_locked_but_the_operator_of_this_machine() {
        locks.lock(ON_EVERYTHING, "", "local/root");
        locks.lock(new Lock.OfPrincipal(new Principal(TenantId.LOCAL, "operator")), "", "local/root");

        Access operator = Access.plain(new Principal(TenantId.LOCAL, "operator"), Access.Proof.KEY)
                .withCredential("operator")
                .withRoles(Set.of(Roles.ADMIN));
        assertThat(OperatorToken.isOperator(operator)).isTrue();
        assertThat(locks.objection(operator)).isEmpty();
        assertThat(locks.objection(key(ANN).withRoles(Set.of(Roles.ADMIN))))
                .get()
                .satisfies(denial -> assertThat(denial.message())
                        .isEqualTo("The gateway is locked down: its administrator lets nobody in now"));
        assertThat(locks.objection(operator.withCredential("another"))).isPresent();
        assertThat(locks.isEverythingLocked()).isTrue();
        assertThat(locks.isIsolated("shop")).isFalse();
    }

    @Test
    void a_lock_keeps_the_reason_it_was_first_put_on_for_and_ends_what_hangs_on_it_each_time() {
        Locked first = locks.lock(ON_ANN, "stolen laptop", "local/root");
        now = NOW.plusSeconds(60);
        Locked again = locks.lock(ON_ANN, "another", "local/other");

        assertThat(first).isEqualTo(new Locked(ON_ANN, "stolen laptop", "local/root", NOW));
        assertThat(again).isEqualTo(first);
        assertThat(locks.all()).containsExactly(first);
        assertThat(heard).containsExactly("locked ann", "locked ann");
    }

    @Test
    void what_is_lifted_is_open_again_now_and_after_a_start() {
        Locked put = locks.lock(ON_ANN, "stolen laptop", "local/root");
        locks.lock(ON_DESK, "", "local/root");

        assertThat(locks.lift(ON_ANN)).contains(put);
        assertThat(locks.lift(ON_ANN)).isEmpty();
        assertThat(heard).containsExactly("locked ann", "locked desk", "lifted ann");
        assertThat(locks.objection(key(ANN))).isEmpty();
        assertThat(started().all()).extracting(Locked::lock).containsExactly(ON_DESK);
    }

    @Test
    void every_lock_is_there_after_a_start_in_the_order_in_which_they_came() {
        List<Lock> wanted = Stream.concat(
                        Stream.of(ON_EVERYTHING, ON_SHOP, ON_DESK, ON_ANN),
                        Stream.iterate(0, i -> i < 250, i -> i + 1).map(i -> new Lock.OfServer("s" + i)))
                .toList();
        for (Lock lock : wanted) {
            now = now.plusSeconds(1);
            locks.lock(lock, "why", "local/root");
        }

        assertThat(locks.all()).extracting(Locked::lock).containsExactlyElementsOf(wanted);
        Lockdown after = started();
        assertThat(after.all()).isEqualTo(locks.all());
        assertThat(after.isIsolated("s249")).isTrue();
        assertThat(after.lift(ON_EVERYTHING)).isPresent();
    }

    @Test
    void the_gateway_does_not_start_over_a_lock_that_it_cannot_read() {
        store.values()
                .put(Space.LOCKDOWN.ofGateway().key("x"), Value.of("{\"kind\": \"planet\", \"name\": \"earth\"}"));

        assertThatThrownBy(this::started).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void more_locks_than_anybody_needs_are_refused_and_everything_can_be_locked_instead() {
        for (int i = 0; i < LockdownLimits.DEFAULT.locks(); i++) {
            locks.lock(new Lock.OfServer("s" + i), "", "local/root");
        }

        assertThatThrownBy(() -> locks.lock(ON_ANN, "", "local/root"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 10000 locks already; lock everything instead");
        assertThat(locks.isLocked(ANN)).isFalse();
        assertThat(locks.lock(new Lock.OfServer("s7"), "again", "local/root").reason())
                .isEmpty();
        locks.lock(ON_EVERYTHING, "", "local/root");
        assertThat(locks.objection(key(ANN))).isPresent();
    }

    @Test
    void who_locks_and_who_lifts_at_once_take_turns() throws InterruptedException {
        locks.listen(new Lockdown.Listener() {
            @Override
            public void locked(Lock lock) {
                if (lock.equals(ON_SHOP)) {
                    Thread other = Thread.ofVirtual().start(() -> locks.lift(ON_DESK));
                    while (other.isAlive() && other.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    assertThat(locks.isClientLocked("desk")).isTrue();
                    waiting.add(other);
                }
            }
        });
        locks.lock(ON_DESK, "", "local/root");
        locks.lock(ON_SHOP, "", "local/root");

        waiting.getFirst().join();
        assertThat(locks.isClientLocked("desk")).isFalse();
        assertThat(heard).endsWith("locked shop", "lifted desk");
    }

    @ParameterizedTest
    @MethodSource("named")
    void a_lock_has_a_place_in_the_operators_api_and_takes_access_with_it(
            Lock lock, String word, String path, Withdrawal withdrawal) {
        assertThat(lock.kind().word()).isEqualTo(word);
        assertThat(lock.path()).isEqualTo("/api/v1/lockdown/" + path);
        assertThat(lock.withdrawal()).isEqualTo(Optional.ofNullable(withdrawal));
        assertThat(Lock.of(lock.kind(), lock.tenant(), lock.target())).isEqualTo(lock);
    }

    private static List<Arguments> named() {
        return List.of(
                Arguments.of(ON_ANN, "principal", "principals/acme/ann", new Withdrawal.OfPrincipal(ANN)),
                Arguments.of(
                        new Lock.OfPrincipal(new Principal(new TenantId("a/b c"), "ann@x+y")),
                        "principal",
                        "principals/a%2Fb%20c/ann%40x%2By",
                        new Withdrawal.OfPrincipal(new Principal(new TenantId("a/b c"), "ann@x+y"))),
                Arguments.of(
                        new Lock.OfClient("https://x/y"),
                        "client",
                        "clients/https%3A%2F%2Fx%2Fy",
                        new Withdrawal.OfClient("https://x/y")),
                Arguments.of(ON_SHOP, "server", "servers/shop", null),
                Arguments.of(ON_EVERYTHING, "everything", "everything", new Withdrawal.OfEverybody()));
    }

    @Test
    void a_name_that_nothing_can_have_is_refused() {
        String longest = "n".repeat(LockdownLimits.DEFAULT.name());

        assertThat(Lock.of(Lock.Kind.CLIENT, "", longest)).isEqualTo(new Lock.OfClient(longest));
        for (String name : List.of("", " ", "a\nb", "\u0085", longest + "n")) {
            assertThatThrownBy(() -> Lock.of(Lock.Kind.SERVER, "", name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("What is locked has a name of 1 to 6000 characters, none of them for control");
        }
        assertThat(Lock.of(Lock.Kind.EVERYTHING, "", "")).isEqualTo(ON_EVERYTHING);
    }

    @Test
    void a_reason_is_plain_text_of_some_length() {
        String longest = "r".repeat(LockdownLimits.DEFAULT.reason());

        assertThat(locks.lock(ON_ANN, longest, "local/root").reason()).isEqualTo(longest);
        for (String reason : List.of(longest + "r", "a\tb")) {
            assertThatThrownBy(() -> locks.lock(ON_DESK, reason, "local/root"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A reason has at most 200 characters, none of them for control");
        }
        assertThat(locks.isClientLocked("desk")).isFalse();
        assertThat(heard).containsExactly("locked ann");
    }

    @Test
    void a_lock_is_written_with_nothing_that_it_has_not() {
        assertThat(JsonCodec.text(locks.lock(ON_ANN, "why", "local/root").toJson()))
                .isEqualTo("""
                        {"kind":"principal","tenant":"acme","name":"ann","reason":"why","by":"local/root",\
                        "since":"2026-11-21T12:00:00Z"}""");
        assertThat(JsonCodec.text(locks.lock(ON_EVERYTHING, "", "local/root").toJson()))
                .isEqualTo("""
                        {"kind":"everything","reason":"","by":"local/root","since":"2026-11-21T12:00:00Z"}""");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, -1, 1", "1, 0, 0"})
    void limits_let_something_be_locked(int most, int reason, int name) {
        assertThat(new LockdownLimits(1, 0, 1).locks()).isEqualTo(1);
        assertThatThrownBy(() -> new LockdownLimits(most, reason, name))
                .hasMessage("Limits of a lockdown are positive");
    }

    private Lockdown started() {
        Lockdown made = new Lockdown(store.values(), clock);
        made.listen(new Lockdown.Listener() {
            @Override
            public void locked(Lock lock) {
                heard.add("locked " + lock.target());
            }

            @Override
            public void lifted(Lock lock) {
                heard.add("lifted " + lock.target());
            }
        });
        return made;
    }

    private static Access key(Principal who) {
        return Access.plain(who, Access.Proof.KEY).withCredential("k1");
    }

    private static Access by(String client) {
        return Access.plain(ANN, Access.Proof.TOKEN).withClaims(client, JsonNodeFactory.instance.objectNode());
    }
}
