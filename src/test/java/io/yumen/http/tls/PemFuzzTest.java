package io.yumen.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Whatever stands in a PEM file: it is what was looked for, or the message says which file it is, and what is wrong. */
class PemFuzzTest {
    private static final String KEY = "-----BEGIN PRIVATE KEY-----\n" + key() + "\n-----END PRIVATE KEY-----\n";

    @FuzzTest(maxDuration = "60s")
    void any_file_has_a_key_or_certificates_or_says_what_it_has(byte[] bytes) {
        try {
            Path file = Files.createTempFile("yumen-pem", ".pem");
            try {
                Files.write(file, Altered.by(bytes, KEY).getBytes(StandardCharsets.UTF_8));
                read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_told() {
        any_file_has_a_key_or_certificates_or_says_what_it_has(new byte[0]);
        Altered.often(this::any_file_has_a_key_or_certificates_or_says_what_it_has);
    }

    private static void read(Path file) {
        try {
            assertThat(PemFiles.key(file).getAlgorithm()).isNotEmpty();
        } catch (IOException e) {
            assertThat(e.getMessage()).startsWith(file.toString());
        }
        try {
            assertThat(PemFiles.certificates(file)).isNotEmpty();
        } catch (IOException e) {
            assertThat(e.getMessage()).startsWith(file.toString());
        }
    }

    private static String key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
