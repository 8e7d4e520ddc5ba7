package io.yumen.http.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What the JDK's TLS wants to have of PEM files: whose certificates are believed, and what is shown. */
final class PemManagers {
    private static final char[] NO_PASSWORD = {};
    private static final byte[] SAMPLE = {1, 2, 3};
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private PemManagers() {}

    /** Shows that certificate, and those that follow it in the file, by that key. */
    static KeyManager[] showing(Path certificate, Path key) throws IOException, GeneralSecurityException {
        List<Certificate> chain = PemFiles.certificates(certificate);
        PrivateKey own = PemFiles.key(key);
        if (!isPair(own, chain.getFirst().getPublicKey())) {
            throw new IOException("The private key in " + key + " does not belong to the first certificate in "
                    + certificate + "; name the two that were made together");
        }
        KeyStore store = empty();
        store.setKeyEntry("own", own, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    /** Believes the certificates in that file, and whom they vouch for. */
    static TrustManager[] believing(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore known = empty();
        for (Certificate one : PemFiles.certificates(authorities)) {
            known.setCertificateEntry("ca-" + known.size(), one);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(known);
        return trust.getTrustManagers();
    }

    /** The JDK would say so only at the first connection, and not which files are meant. */
    private static boolean isPair(PrivateKey own, PublicKey shown) {
        String algorithm = SIGNATURES.get(own.getAlgorithm());
        if (algorithm == null || !own.getAlgorithm().equals(shown.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(own);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of another curve, or length
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
