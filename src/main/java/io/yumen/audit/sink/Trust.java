package io.yumen.audit.sink;

import io.yumen.http.tls.TrustFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Whom a sink believes that it is the receiver. */
public sealed interface Trust {
    /** Whom this Java runtime trusts. */
    Trust JDK = new OfJdk();

    /**
     * What decides about certificates.
     *
     * @throws IOException when the file of certificates cannot be read
     */
    SSLContext context() throws IOException;

    /** Those whose certificates stand in that file (PEM), and nobody else; read at once, so that a bad file shows at the start. */
    static Trust file(Path file) throws IOException {
        return new OfFile(TrustFile.context(file));
    }

    /** Whom this Java runtime trusts. */
    record OfJdk() implements Trust {
        @Override
        public SSLContext context() throws IOException {
            try {
                return SSLContext.getDefault();
            } catch (GeneralSecurityException e) {
                throw new IOException("This Java runtime has no TLS", e);
            }
        }
    }

    /** Whom a file names. */
    record OfFile(SSLContext context) implements Trust {}
}
