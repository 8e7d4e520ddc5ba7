package io.yumen.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whatever stands in the files of TLS is keys and certificates, or what is wrong is said with the file's name. */
class PemFilesTest {
    @Test
    void a_key_that_is_cut_off_is_refused_by_the_name_of_its_file() throws IOException {
        check(block("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEIA===".getBytes(StandardCharsets.US_ASCII)));
        check(block("PRIVATE KEY", "AAAAA".getBytes(StandardCharsets.US_ASCII)));
        check("friendlyName: Schlüssel".getBytes(StandardCharsets.UTF_8));
    }

    private static void check(byte[] content) throws IOException {
        Path file = Files.createTempFile("fuzzed-", ".pem");
        try {
            Files.write(file, content);
            try {
                assertThat(PemFiles.key(file)).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
            try {
                assertThat(PemFiles.certificates(file)).isNotEmpty();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] block(String kind, byte[] content) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(("-----BEGIN " + kind + "-----\n").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(content);
        file.writeBytes(("\n-----END " + kind + "-----\n").getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }
}
