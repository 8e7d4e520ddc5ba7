package io.yumen.auth.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.secret.Secret;
import io.yumen.store.Space;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static final Secret PASSWORD = new Secret("correct horse battery");
    private static final String HERE = "127.0.0.1";

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, () -> now);
    private final Users users = new Users(store.values(), UserLimits.DEFAULT.hashingWith(64), () -> now);

    @Test
    void who_knows_the_password_is_the_user() {
        users.create("ann", TenantId.LOCAL, Set.of("operator"), PASSWORD);

        assertThat(users.prove("ann", PASSWORD, HERE)).isInstanceOfSatisfying(Users.Proof.Right.class, right -> {
            assertThat(right.user().access().roles()).containsExactly("operator");
            assertThat(right.user().principal().name()).isEqualTo("ann");
        });
        assertThat(users.prove("ANN", PASSWORD, HERE)).isInstanceOf(Users.Proof.Right.class);
        assertThat(users.prove("ann", new Secret("correct horse batterY"), HERE))
                .isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.prove("bob", PASSWORD, HERE)).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.prove("", PASSWORD, HERE)).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.prove("a/../ann", PASSWORD, HERE)).isInstanceOf(Users.Proof.Wrong.class);
    }

    @Test
    void a_changed_password_is_the_only_one_and_a_removed_user_has_none() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        Secret other = new Secret("staple another one");

        assertThat(users.setPassword("ann", other)).isTrue();
        assertThat(users.prove("ann", PASSWORD, HERE)).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.prove("ann", other, HERE)).isInstanceOf(Users.Proof.Right.class);
        assertThat(users.remove("ann")).isTrue();
        assertThat(users.prove("ann", other, HERE)).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.setPassword("ann", other)).isFalse();
    }

    @Test
    void guessing_ends_for_the_name_and_for_the_address() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        for (int i = 0; i < UserLimits.DEFAULT.tries(); i++) {
            assertThat(users.prove("ann", new Secret("guess number " + i), "10.0.0." + i))
                    .isInstanceOf(Users.Proof.Wrong.class);
        }
        assertThat(users.prove("ann", PASSWORD, "10.0.0.99")).isInstanceOf(Users.Proof.Later.class);
        now = now.plus(Duration.ofMinutes(6));
        assertThat(users.prove("ann", PASSWORD, "10.0.0.99")).isInstanceOf(Users.Proof.Right.class);

        now = now.plus(UserLimits.DEFAULT.known());
        for (int i = 0; i < UserLimits.DEFAULT.tries(); i++) {
            users.prove("name" + i, new Secret("guess"), "10.0.0.5");
        }
        assertThat(users.prove("ann", PASSWORD, "10.0.0.5")).isInstanceOf(Users.Proof.Later.class);
    }

    @Test
    void no_password_is_set_that_could_not_be_begun_with() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);

        assertThatThrownBy(() -> users.setPassword("ann", new Secret("short")))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(users.prove("ann", PASSWORD, "10.0.0.5")).isInstanceOf(Users.Proof.Right.class);
    }

    @Test
    void who_has_a_password_does_not_guess_more_of_others_with_it() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        for (int i = 0; i < UserLimits.DEFAULT.tries() - 1; i++) {
            users.prove("name" + i, new Secret("guess"), "10.0.0.5");
        }
        assertThat(users.prove("ann", PASSWORD, "10.0.0.5")).isInstanceOf(Users.Proof.Right.class);
        assertThat(users.prove("name9", new Secret("guess"), "10.0.0.5")).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.prove("name10", new Secret("guess"), "10.0.0.5")).isInstanceOf(Users.Proof.Later.class);
    }

    @Test
    void who_guesses_from_all_addresses_of_his_network_guesses_from_one() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        for (int i = 0; i < UserLimits.DEFAULT.tries(); i++) {
            assertThat(users.prove("nobody" + i, PASSWORD, "2001:db8:1:2:%x:%x::1%%eth0".formatted(i + 1, i * 77)))
                    .isInstanceOf(Users.Proof.Wrong.class);
        }
        assertThat(users.prove("ann", PASSWORD, "2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .as("of the same /64")
                .isInstanceOf(Users.Proof.Later.class);
        assertThat(users.prove("ann", PASSWORD, "2001:db8:1:3::1")).isInstanceOf(Users.Proof.Right.class);
    }

    @Test
    void a_user_is_changed_only_where_he_is_one_of_those_who_are_meant() {
        users.create("ann", new TenantId("acme"), Set.of(), PASSWORD);
        Predicate<User> others = user -> user.tenant().equals(TenantId.LOCAL);
        assertThat(users.setPassword("ann", new Secret("staple another one"), others))
                .isFalse();
        assertThat(users.disable("ann", others)).isFalse();
        assertThat(users.remove("ann", others)).isFalse();
        assertThat(users.prove("ann", PASSWORD, HERE)).isInstanceOf(Users.Proof.Right.class);
        assertThat(users.disable("ann")).isTrue();
        assertThat(users.enable("ann", others)).isFalse();
        assertThat(users.prove("ann", PASSWORD, HERE)).isInstanceOf(Users.Proof.Wrong.class);
    }

    @Test
    void names_of_tenants_and_roles_are_short() {
        String long100 = "x".repeat(100);
        assertThat(users.create("ann", new TenantId(long100), Set.of(long100), PASSWORD))
                .isPresent();
        assertThatThrownBy(() -> users.create("bob", new TenantId(long100 + "x"), Set.of(), PASSWORD))
                .hasMessageContaining("The tenant");
        assertThatThrownBy(() -> users.create("bob", TenantId.LOCAL, Set.of(long100 + "x"), PASSWORD))
                .hasMessageContaining("A role");
    }

    @Test
    void a_password_that_was_right_goes_on_while_others_guess_and_ends_with_the_user() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        assertThat(users.prove("ann", PASSWORD, "10.0.0.1")).isInstanceOf(Users.Proof.Right.class);
        for (int i = 0; i < UserLimits.DEFAULT.tries(); i++) {
            users.prove("ann", new Secret("guess number " + i), "10.0.0.2");
        }
        assertThat(users.prove("ann", PASSWORD, "10.0.0.1")).isInstanceOf(Users.Proof.Right.class);

        assertThat(users.disable("ann")).isTrue();
        assertThat(users.prove("ann", PASSWORD, "10.0.0.1")).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.enable("ann")).isTrue();
        assertThat(users.prove("ann", PASSWORD, "10.0.0.1")).isInstanceOf(Users.Proof.Right.class);
        users.setPassword("ann", new Secret("another long password"));
        assertThat(users.prove("ann", PASSWORD, "10.0.0.1")).isNotInstanceOf(Users.Proof.Right.class);
        assertThat(users.disable("nobody")).isFalse();
    }

    @Test
    void a_name_is_given_once_and_bad_names_and_passwords_are_not_given() {
        assertThat(users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD)).isPresent();
        assertThat(users.create("Ann", TenantId.LOCAL, Set.of(), PASSWORD)).isEmpty();
        assertThat(users.list()).extracting(User::name).containsExactly("ann");

        for (String name : new String[] {"", " ", "a b", "a\nb", "<b>", "-x", "a".repeat(65)}) {
            assertThatThrownBy(() -> users.create(name, TenantId.LOCAL, Set.of(), PASSWORD))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String password : new String[] {"", "short", "aaaaaaaaaaaaaaa", "x".repeat(257)}) {
            assertThatThrownBy(() -> users.create("bob", TenantId.LOCAL, Set.of(), new Secret(password)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_store_has_no_password() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);

        String kept = store.values()
                .list(Space.USERS.ofGateway(), 10)
                .entries()
                .getFirst()
                .text();
        assertThat(kept).contains("$argon2id$v=19$m=64,t=2,p=1$").doesNotContain(PASSWORD.reveal());
    }

    @Test
    void those_who_wait_for_it_hear_of_a_user_who_ends_and_of_no_other() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        List<String> heard = new ArrayList<>();
        users.onEnd(user -> heard.add(user.name() + (user.disabled() ? " disabled" : "")));

        users.enable("ann");
        users.disable("nobody");
        users.setPassword("nobody", PASSWORD);
        users.remove("nobody");
        assertThat(heard).isEmpty();
        users.setPassword("ann", new Secret("staple another one"));
        users.disable("ann");
        users.remove("ann");
        assertThat(heard).containsExactly("ann", "ann disabled", "ann disabled");
    }

    @Test
    void there_are_as_many_users_and_roles_as_the_limits_say() {
        UserLimits few = new UserLimits(
                2, 3, 1, 1, 8, Duration.ofSeconds(1), 1, Duration.ofMinutes(1), Duration.ofMinutes(1), 10);
        Users some = new Users(store.values(), few, () -> now);

        assertThat(some.create("ann", new TenantId("abc"), Set.of("xyz"), PASSWORD))
                .isPresent();
        assertThatThrownBy(() -> some.create("bob", TenantId.LOCAL, Set.of(), PASSWORD))
                .hasMessage("The tenant has a name of 1 to 3 characters, none of them for control");
        for (String role : List.of(" ", "a\nb", "abcd")) {
            assertThatThrownBy(() -> some.create("bob", new TenantId("abc"), Set.of(role), PASSWORD))
                    .hasMessage("A role has a name of 1 to 3 characters, none of them for control");
        }
        assertThatThrownBy(() -> some.create("bob", new TenantId("abc"), Set.of("a", "b"), PASSWORD))
                .hasMessage("A user has at most 1 roles");
        assertThat(some.create("bob", new TenantId("abc"), Set.of(), PASSWORD)).isPresent();
        assertThatThrownBy(() -> some.create("cid", new TenantId("abc"), Set.of(), PASSWORD))
                .hasMessage("There are 2 users already");
    }

    @Test
    void all_users_are_listed_by_name_however_many_there_are() {
        Users cheap = new Users(store.values(), UserLimits.DEFAULT.hashingWith(8), () -> now);
        for (int i = 450; i > 0; i--) {
            store.values()
                    .put(
                            Space.USERS.ofGateway().key("u%03d".formatted(i)),
                            Value.of(new UserRecord(
                                            new User("u%03d".formatted(i), TenantId.LOCAL, Set.of("b", "a"), now), "x")
                                    .text()));
        }

        assertThat(cheap.list()).hasSize(450).extracting(User::name).isSorted();
        assertThat(cheap.find("U007")).get().satisfies(user -> {
            assertThat(user.created()).isEqualTo(now);
            assertThat(user.disabled()).isFalse();
            assertThat(user.roles()).containsExactlyInAnyOrder("a", "b");
        });
        assertThat(cheap.find("u451")).isEmpty();
    }

    @Test
    void a_name_has_its_last_try_and_then_none_until_the_window_is_over() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        for (int i = 1; i < UserLimits.DEFAULT.tries(); i++) {
            users.prove("ann", new Secret("guess number " + i), "10.0.0." + i);
        }
        assertThat(users.prove("ANN", new Secret("the last one"), "10.0.0.77")).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.prove("ann", PASSWORD, "10.0.0.78")).isInstanceOf(Users.Proof.Later.class);
        now = now.plus(UserLimits.DEFAULT.window()).minusMillis(1);
        assertThat(users.prove("ann", PASSWORD, "10.0.0.79")).isInstanceOf(Users.Proof.Later.class);
        now = now.plusMillis(1);
        assertThat(users.prove("ann", PASSWORD, "10.0.0.80")).isInstanceOf(Users.Proof.Right.class);
    }

    @Test
    void a_right_password_gives_its_name_all_tries_back_and_its_address_the_one_that_was_none() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        for (int i = 1; i < UserLimits.DEFAULT.tries(); i++) {
            users.prove("ann", new Secret("guess number " + i), HERE);
        }
        assertThat(users.prove("ann", PASSWORD, HERE)).isInstanceOf(Users.Proof.Right.class);
        assertThat(users.prove("ann", new Secret("one more guess"), HERE)).isInstanceOf(Users.Proof.Wrong.class);
        assertThat(users.prove("ann", new Secret("and another"), HERE)).isInstanceOf(Users.Proof.Later.class);
        for (int i = 2; i < UserLimits.DEFAULT.tries(); i++) {
            assertThat(users.prove("ann", new Secret("guess number " + i), "10.9.8.7"))
                    .isInstanceOf(Users.Proof.Wrong.class);
        }
        assertThat(users.prove("ann", new Secret("one more guess"), "10.9.8.7")).isInstanceOf(Users.Proof.Later.class);
        now = now.plus(UserLimits.DEFAULT.known());
        assertThat(users.prove("ann", PASSWORD, HERE))
                .as("what was right a minute ago is not known any more")
                .isInstanceOf(Users.Proof.Later.class);
    }

    @Test
    void a_password_is_verified_for_nobody_who_goes_away_meanwhile() {
        users.create("ann", TenantId.LOCAL, Set.of(), PASSWORD);
        Thread.currentThread().interrupt();

        assertThat(users.prove("ann", PASSWORD, HERE)).isInstanceOf(Users.Proof.Later.class);
        assertThat(Thread.interrupted()).isTrue();
        for (int i = 0; i < UserLimits.DEFAULT.verifiers() + 1; i++) {
            assertThat(users.prove("ann", new Secret("wrong one"), "10.1.0." + i))
                    .isInstanceOf(Users.Proof.Wrong.class);
        }
    }

    @Test
    void who_changes_a_user_whom_somebody_changes_meanwhile_changes_what_that_one_left() {
        users.create("ann", TenantId.LOCAL, Set.of("operator"), PASSWORD);
        AtomicInteger times = new AtomicInteger();

        assertThat(users.setPassword("ann", new Secret("staple another one"), user -> {
                    if (times.getAndIncrement() == 0) {
                        users.disable("ann");
                    }
                    return true;
                }))
                .isTrue();
        assertThat(times).hasValue(2);
        assertThat(users.find("ann")).get().matches(User::disabled);
        times.set(0);
        assertThat(users.remove("ann", user -> {
                    if (times.getAndIncrement() == 0) {
                        users.enable("ann");
                    }
                    return user.disabled();
                }))
                .as("he is not one of those any more")
                .isFalse();
        assertThat(users.find("ann")).isPresent();
    }

    @Test
    void limits_that_would_stop_everything_are_none() {
        for (int i = 0; i < 6; i++) {
            int[] all = {1, 1, 1, 1, 1, 1};
            assertThat(limits(all, 8).users()).isOne();
            all[i] = 0;
            assertThatThrownBy(() -> limits(all, 8)).hasMessage("A limit is a number from 1 on");
        }
        assertThatThrownBy(() -> limits(new int[] {1, 1, 1, 1, 1, 1}, 7)).hasMessage("A hash takes 8 KiB and more");
    }

    @Test
    void a_record_is_printed_without_its_hash() {
        User ann = new User("ann", TenantId.LOCAL, Set.of(), now);

        assertThat(new UserRecord(ann, "$argon2id$")).hasToString("UserRecord[ann]");
        assertThat(User.isName("a".repeat(64))).isTrue();
    }

    private static UserLimits limits(int[] all, int kibibytes) {
        Duration second = Duration.ofSeconds(1);
        return new UserLimits(all[0], all[1], all[2], all[3], kibibytes, second, all[4], second, second, all[5]);
    }
}
