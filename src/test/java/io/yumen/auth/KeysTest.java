package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.store.StoreLimits;
import io.yumen.store.TurnedClock;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys as those see them who manage them: all of a holder, those of an older master key, those that end. */
class KeysTest {
    private static final TenantId ACME = new TenantId("acme");

    private final TurnedClock clock = new TurnedClock();
    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, clock);
    private final Stays stays = new Stays(clock);
    private final MasterKey older = MasterKey.random();
    private final MasterKey newer = older.rotated();
    private final ApiKeys keys = keys(older);
    private final List<Withdrawal> ended = new ArrayList<>();

    @AfterEach
    void close() {
        stays.close();
        store.close();
    }

    @Test
    void all_good_keys_of_a_holder_are_taken_back_and_of_nobody_else() {
        listen();
        ApiKeys.Made first = make("ann", Optional.empty());
        ApiKeys.Made second = make("ann", Optional.empty());
        ApiKeys.Made over = make("ann", Optional.of(clock.instant().plusSeconds(1)));
        ApiKeys.Made ofBob = make("bob", Optional.empty());
        ApiKeys.Made elsewhere =
                keys.create(new NewKey(TenantId.LOCAL, "ann", Set.of(), Scopes.ALL, "", Optional.empty()));
        keys.revoke(second.key().id());
        clock.turn(Duration.ofSeconds(1));

        assertThat(keys.revokeAll(new Principal(ACME, "ann"))).isOne();
        assertThat(keys.revokeAll(new Principal(ACME, "ann"))).isZero();
        assertThat(reason(keys, first)).isEqualTo(Denial.Reason.REVOKED);
        assertThat(reason(keys, over)).isEqualTo(Denial.Reason.EXPIRED);
        assertThat(isIn(keys, ofBob)).isTrue();
        assertThat(isIn(keys, elsewhere)).isTrue();
        assertThat(ended)
                .containsExactly(
                        new Withdrawal.Key(second.key().id()),
                        new Withdrawal.Key(first.key().id()));
    }

    @Test
    void a_key_that_was_taken_back_stays_so_since_then() {
        ApiKeys.Made made = make("ann", Optional.empty());
        Instant then = clock.instant();
        keys.revoke(made.key().id());
        clock.turn(Duration.ofSeconds(9));

        assertThat(keys.revoke(made.key().id()).flatMap(ApiKey::revoked)).contains(then);
        assertThat(keys.get(made.key().id()).flatMap(ApiKey::revoked)).contains(then);
        assertThat(keys.get("")).isEmpty();
        assertThat(keys.revoke("")).isEmpty();
        assertThat(made.key().isGood(then)).isTrue();
    }

    @Test
    void all_keys_are_listed_however_many_there_are() {
        for (int i = 0; i < 250; i++) {
            make("p" + i, Optional.empty());
        }

        assertThat(keys.list()).hasSize(250).extracting(ApiKey::principal).doesNotHaveDuplicates();
        assertThat(keys.list())
                .as("a command takes none for an option")
                .noneMatch(key -> key.id().startsWith("-"));
    }

    @Test
    void a_key_that_is_shown_gets_a_mark_of_the_newest_master_key_and_others_are_forgotten_with_the_old_one() {
        ApiKeys.Made shown = make("ann", Optional.empty());
        ApiKeys.Made unseen = make("bob", Optional.empty());
        ApiKeys.Made over = make("cid", Optional.of(clock.instant().plusSeconds(1)));
        clock.turn(Duration.ofSeconds(1));
        ApiKeys now = keys(newer);
        assertThat(isIn(now, shown)).isTrue();

        String id = older.sealer(ApiKeys.PURPOSE).id();
        assertThat(now.marked(id::equals)).extracting(ApiKey::principal).containsExactly("bob");
        assertThat(now.marked(newer.sealer(ApiKeys.PURPOSE).id()::equals))
                .extracting(ApiKey::principal)
                .containsExactly("ann");
        listen();
        assertThat(now.forget(id::equals)).extracting(ApiKey::principal).containsExactly("bob");
        assertThat(ended).containsExactly(new Withdrawal.Key(unseen.key().id()));
        assertThat(reason(now, unseen)).isEqualTo(Denial.Reason.INVALID);
        assertThat(now.get(over.key().id()))
                .as("one that was over goes as well")
                .isEmpty();
        assertThat(isIn(keys(newer.newest()), shown)).isTrue();
    }

    @Test
    void the_old_key_ends_after_its_overlap_with_all_that_it_opened() {
        ApiKeys.Made made = make("ann", Optional.empty());
        listen();
        ApiKeys.Made next = keys.rotate(made.key().id(), Duration.ofHours(1)).orElseThrow();
        assertThat(next.key().expires()).isEmpty();
        assertThat(keys.get(made.key().id()).flatMap(ApiKey::expires))
                .contains(clock.instant().plusSeconds(3600));

        clock.turn(Duration.ofHours(1));
        stays.turn();
        assertThat(ended).containsExactly(new Withdrawal.Key(made.key().id()));
        assertThat(keys.rotate("", Duration.ZERO)).isEmpty();
        assertThat(keys.rotate(made.key().id(), Duration.ZERO)).as("it is over").isEmpty();
    }

    @Test
    void a_key_that_ends_sooner_than_its_overlap_ends_then() {
        Instant soon = clock.instant().plusSeconds(60);
        ApiKeys.Made made = make("ann", Optional.of(soon));

        ApiKeys.Made next = keys.rotate(made.key().id(), Duration.ofHours(1)).orElseThrow();
        assertThat(keys.get(made.key().id()).flatMap(ApiKey::expires)).contains(soon);
        assertThat(next.key().expires()).contains(soon);
    }

    @Test
    void a_key_is_good_for_scopes_that_can_be_written_in_a_header() {
        Set<String> most = IntStream.range(0, 64).mapToObj(i -> "s" + i).collect(Collectors.toSet());
        assertThatCode(() -> scoped(most)).doesNotThrowAnyException();
        assertThatCode(() -> scoped(Set.of("x".repeat(100)))).doesNotThrowAnyException();
        Set<String> more = IntStream.range(0, 65).mapToObj(i -> "s" + i).collect(Collectors.toSet());
        for (Set<String> bad : List.of(more, Set.of("x".repeat(101)), Set.of(""), Set.of("a b"), Set.of("a\"b"))) {
            assertThatThrownBy(() -> scoped(bad)).hasMessageStartingWith("A key has at most 64 scopes");
        }
    }

    @Test
    void a_record_is_printed_without_its_mark() {
        ApiKeys.Made made = make("ann", Optional.empty());

        assertThat(new KeyRecord(made.key(), "mark"))
                .hasToString("KeyRecord[" + made.key().id() + "]");
    }

    private void listen() {
        Consumer<Withdrawal> listener = ended::add;
        stays.listen(listener);
    }

    private ApiKeys keys(MasterKey master) {
        Sealer sealer = master.sealer(ApiKeys.PURPOSE);
        return new ApiKeys(store.values(), sealer, clock, stays);
    }

    private ApiKeys.Made make(String principal, Optional<Instant> expires) {
        return keys.create(new NewKey(ACME, principal, Set.of(), Scopes.ALL, "", expires));
    }

    private static void scoped(Set<String> scopes) {
        assertThat(new NewKey(ACME, "a", Set.of(), new Scopes.Only(scopes), "", Optional.empty()).scopes())
                .isEqualTo(new Scopes.Only(scopes));
    }

    private static boolean isIn(ApiKeys keys, ApiKeys.Made made) {
        return keys.admit(made.secret().reveal()) instanceof Admission.Admitted;
    }

    private static Denial.Reason reason(ApiKeys keys, ApiKeys.Made made) {
        return ((Admission.Refused) keys.admit(made.secret().reveal())).denial().reason();
    }
}
