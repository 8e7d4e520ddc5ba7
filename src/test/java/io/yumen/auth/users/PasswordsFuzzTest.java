package io.yumen.auth.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.secret.Secret;
import java.nio.charset.StandardCharsets;

/** Whatever the store has of a password, it is a hash of another one, or none. */
class PasswordsFuzzTest {
    private static final String SMALL = "$argon2id$v=19$m=8,t=1,p=1$";

    @FuzzTest(maxDuration = "60s")
    void any_text_is_the_hash_of_another_password_or_none(byte[] bytes) {
        Passwords passwords = new Passwords(Passwords.LEAST_KIBIBYTES);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        // Digits in front could ask for more memory than a fuzzer has.
        assertThat(passwords.matches(new Secret("a password that nobody has"), text.replace("m=", "")))
                .isFalse();
        assertThat(passwords.matches(new Secret("a password that nobody has"), SMALL + text))
                .isFalse();
    }
}
