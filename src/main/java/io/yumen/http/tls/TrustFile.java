package io.yumen.http.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** A file of certificates (PEM) that are believed, and no others. */
public final class TrustFile {
    private TrustFile() {}

    /**
     * What believes those certificates, as they are now.
     *
     * @throws IOException which says what is wrong with the file, where it cannot be read or has no certificate
     */
    public static SSLContext context(Path file) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, PemManagers.believing(file), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificates of " + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
