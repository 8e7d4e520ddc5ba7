package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.tls.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and its certificate, made by the JDK's keytool.
 *
 * @param certificate PEM
 * @param key PEM, PKCS#8
 * @param store both, for clients of ours
 */
public record Certificates(Path certificate, Path key, Path store) {
    private static final String PASSWORD = "changeit";

    /** Makes one for that name, valid for 127.0.0.1 and localhost, in files of that folder. */
    public static Certificates make(Path folder, String name) throws Exception {
        return make(folder, name, "san=ip:127.0.0.1,dns:localhost", "-0d");
    }

    /** Makes one with that extension, valid for 30 days from that time on. */
    public static Certificates make(Path folder, String name, String extension, String start) throws Exception {
        return make(folder, name, "EC", extension, start);
    }

    /** The same, with a key of that algorithm. */
    public static Certificates make(Path folder, String name, String algorithm, String extension, String start)
            throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        extension,
                        "-startdate",
                        start,
                        "-validity",
                        "30",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
        Certificates made = new Certificates(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), store);
        write(made);
        return made;
    }

    /** Writes what is in the store into the other files. */
    static void write(Certificates made) throws GeneralSecurityException, IOException {
        KeyStore loaded = load(made.store());
        Certificate certificate = loaded.getCertificate("it");
        Key key = loaded.getKey("it", PASSWORD.toCharArray());
        Files.writeString(made.certificate(), pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(made.key(), pem("PRIVATE KEY", key.getEncoded()));
    }

    TlsConfig config() {
        return new TlsConfig(certificate, key, Optional.empty());
    }

    /** What a client uses that trusts this server, and shows that certificate where it is asked for one. */
    public SSLContext trustedBy(Certificates client) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(load(client.store()), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", load(store).getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    static KeyStore load(Path store) throws GeneralSecurityException, IOException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        return loaded;
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
