package io.yumen.auth.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.secret.Secret;
import io.yumen.store.StoreLimits;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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
                .list(io.yumen.store.Space.USERS.ofGateway(), 10)
                .entries()
                .getFirst()
                .text();
        assertThat(kept).contains("$argon2id$v=19$m=64,t=2,p=1$").doesNotContain(PASSWORD.reveal());
    }
}
