package io.yumen.auth.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    /** What the reference implementation in C (libargon2) makes of it. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$69I7qCjDTsQwhQqFvpQJiqEI0lGQvxC84fXE0Ktxca4";

    private final Passwords passwords = new Passwords(UserLimits.DEFAULT.kibibytes());

    @Test
    void it_is_the_argon2id_of_everybody() {
        assertThat(passwords.matches(new Secret("correct horse battery"), REFERENCE))
                .isTrue();
        assertThat(passwords.matches(new Secret("correct horse batterz"), REFERENCE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "$argon2id$v=19$m=8,t=1,p=1$MDEy$MDEy", "$argon2id$v=19$m=19456,t=2,p=1$MDEy"})
    void what_is_no_hash_of_ours_matches_nothing(String hash) {
        assertThat(passwords.matches(new Secret(""), hash)).isFalse();
        assertThat(passwords.matches(new Secret("plain"), hash)).isFalse();
    }
}
