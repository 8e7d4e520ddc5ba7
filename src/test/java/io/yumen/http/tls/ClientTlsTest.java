package io.yumen.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yumen.http.server.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client shows is a certificate with its own key, of whatever algorithm. */
class ClientTlsTest {
    private static final String HERE = "san=ip:127.0.0.1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"EC, RSA", "RSA, Ed25519", "Ed25519, EC"})
    void a_key_is_used_with_its_own_certificate_and_no_other(String algorithm, String another) throws Exception {
        Certificates own = Certificates.make(folder, "own", algorithm, HERE, "-0d");
        Certificates alike = Certificates.make(folder, "alike", algorithm, HERE, "-0d");
        Certificates other = Certificates.make(folder, "other", another, HERE, "-0d");

        assertThat(tls(own.certificate(), own.key()).context()).isNotNull();
        for (Certificates stranger : new Certificates[] {alike, other}) {
            assertThatIOException()
                    .isThrownBy(() -> tls(own.certificate(), stranger.key()))
                    .withMessage(
                            "The private key in " + stranger.key() + " does not belong to the first certificate in "
                                    + own.certificate() + "; name the two that were made together");
        }
    }

    @Test
    void a_file_that_is_not_there_or_none_is_told_by_its_name() throws Exception {
        Path none = folder.resolve("none.pem");

        assertThatIOException().isThrownBy(() -> believing(none)).withMessage("There is no file " + none);
        assertThatIOException()
                .isThrownBy(() -> believing(folder))
                .withMessageStartingWith(folder + " cannot be read: ");
        assertThatIOException()
                .isThrownBy(() -> believing(Files.writeString(folder.resolve("empty.pem"), "")))
                .withMessageEndingWith("empty.pem has no certificate");
    }

    @Test
    void a_certificate_has_its_key_and_something_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientTlsConfig(Optional.empty(), Optional.of(folder), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientTlsConfig(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static ClientTls tls(Path certificate, Path key) throws IOException {
        return new ClientTls(new ClientTlsConfig(Optional.empty(), Optional.of(certificate), Optional.of(key)));
    }

    private static void believing(Path authorities) throws IOException {
        new ClientTls(new ClientTlsConfig(Optional.of(authorities), Optional.empty(), Optional.empty()));
    }
}
