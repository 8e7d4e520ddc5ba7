package io.yumen.http.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            for (Certificate one : PemFiles.certificates(file)) {
                known.setCertificateEntry("ca-" + known.size(), one);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificates of " + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
