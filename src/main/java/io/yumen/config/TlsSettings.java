package io.yumen.config;

import io.yumen.http.tls.TlsConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of the gateway's TLS, all of them PEM. They are read again when they change. */
public record TlsSettings(
        @Setting("The gateway's certificate, and those that lead from it to one that clients know") @Nullable
        String certificate,

        @Setting("Its private key: PKCS#8, not encrypted, and for the gateway's user alone") @Nullable
        String key,

        @Setting(
                "Certificates of those whose clients' certificates are believed (mutual TLS); left out, none is asked for")
        @Nullable
        String clients) {
    public TlsSettings {
        if (certificate == null || key == null) {
            throw new BadSetting(certificate == null ? "certificate" : "key", "TLS takes a certificate and its key");
        }
    }

    /** Where the files lie. */
    public TlsConfig files() {
        return new TlsConfig(
                Path.of(Objects.requireNonNull(certificate)),
                Path.of(Objects.requireNonNull(key)),
                Optional.ofNullable(clients).map(Path::of));
    }
}
