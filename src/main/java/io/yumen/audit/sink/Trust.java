package io.yumen.audit.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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
        return new OfFile(OfFile.read(file));
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
    record OfFile(SSLContext context) implements Trust {
        private static SSLContext read(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
                known.load(null, null);
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    known.setCertificateEntry("ca-" + known.size(), one);
                }
                if (known.size() == 0) {
                    throw new IOException(file + " holds no certificate");
                }
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(known);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, factory.getTrustManagers(), null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IOException(file + " holds no certificates in the form of PEM", e);
            }
        }
    }
}
