package io.yumen.auth.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.yumen.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({"8, 1, true", "7, 1, false", "64, 10, true", "64, 11, false", "64, 0, false", "2000000, 1, false"})
    void hashes_of_some_memory_and_passes_are_ours_and_others_are_not_even_tried(
            int kibibytes, int passes, boolean ours) {
        Secret password = new Secret("correct horse battery");
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        byte[] hash = Argon2Function.getInstance(Math.min(kibibytes, 64), Math.max(passes, 1), 1, 32, Argon2.ID)
                .hash(password.reveal().getBytes(StandardCharsets.UTF_8), salt)
                .getBytes();
        Base64.Encoder text = Base64.getEncoder().withoutPadding();

        assertThat(passwords.matches(
                        password,
                        "$argon2id$v=19$m=" + kibibytes + ",t=" + passes + ",p=1$" + text.encodeToString(salt) + "$"
                                + text.encodeToString(hash)))
                .isEqualTo(ours);
    }

    @Test
    void every_password_has_a_salt_of_its_own_and_the_longest_matches() {
        Passwords cheap = new Passwords(8);
        Secret longest = new Secret("abcdef".repeat(42) + "abcd");
        String hash = cheap.hash(longest);

        assertThat(longest.reveal()).hasSize(Passwords.LONGEST);
        assertThat(cheap.matches(longest, hash)).isTrue();
        assertThat(cheap.hash(longest)).isNotEqualTo(hash);
        Secret longer = new Secret(longest.reveal() + "e");
        assertThat(cheap.matches(longer, cheap.hash(longer))).isFalse();
    }

    @Test
    void a_password_is_long_enough_and_not_easy_to_guess() {
        assertThatCode(() -> Passwords.requireGood("ann", new Secret("abcdefabcdef")))
                .doesNotThrowAnyException();
        assertThatCode(() -> Passwords.requireGood("ann", new Secret("abcdef".repeat(42) + "abcd")))
                .doesNotThrowAnyException();
        for (String text : new String[] {"abcdefabcde", "abcdef".repeat(42) + "abcde"}) {
            assertThatThrownBy(() -> Passwords.requireGood("ann", new Secret(text)))
                    .hasMessage("A password has 12 to 256 characters");
        }
        for (String text : new String[] {"abcdeabcdeab", "Ann.From.Accounts"}) {
            assertThatThrownBy(() -> Passwords.requireGood("ann.from.accounts", new Secret(text)))
                    .hasMessage("This password is easy to guess");
        }
    }
}
