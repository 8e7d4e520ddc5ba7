package io.yumen.http.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of a client's TLS lie, all of them PEM; at least one.
 *
 * @param authorities certificates that are believed, and no others; empty for those that Java believes
 * @param certificate what is shown to who asks for one, and those that lead from it to one that he knows; empty where nothing is
 * @param key its private key, PKCS#8 and not encrypted
 */
public record ClientTlsConfig(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    public ClientTlsConfig {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("A certificate is shown by its key: both are there, or neither");
        }
        if (authorities.isEmpty() && certificate.isEmpty()) {
            throw new IllegalArgumentException("No file is named");
        }
    }
}
