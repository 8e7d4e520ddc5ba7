package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** An authority that vouches for certificates, made by the JDK's keytool, and clients that show theirs whoever asks for it. */
public final class Authority {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Certificates own;
    private int vouched;

    /** One of that name, which keeps its files there. */
    public Authority(Path folder, String name) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.own = new Certificates(folder.resolve("own.crt"), folder.resolve("own.key"), folder.resolve("own.p12"));
        List<String> made = new ArrayList<>(List.of("-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname"));
        made.addAll(List.of("CN=" + name, "-ext", "bc:c=ca:true", "-startdate", "-100d", "-validity", "300"));
        run(own.store(), made.toArray(String[]::new));
        Certificates.write(own);
    }

    /** Its certificate, PEM. */
    public Path certificate() {
        return own.certificate();
    }

    /** A certificate for that name with that extension, good for 30 days from that time on. */
    public Certificates vouch(String name, String extension, String start) throws Exception {
        String alias = name + "-" + ++vouched;
        List<String> made = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-signer", "it"));
        made.addAll(List.of("-dname", "CN=" + name, "-ext", extension, "-startdate", start, "-validity", "30"));
        run(own.store(), made.toArray(String[]::new));
        KeyStore all = Certificates.load(own.store());
        KeyStore alone = KeyStore.getInstance("PKCS12");
        alone.load(null, null);
        char[] password = PASSWORD.toCharArray();
        alone.setKeyEntry("it", all.getKey(alias, password), password, all.getCertificateChain(alias));
        Path store = folder.resolve(alias + ".p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            alone.store(out, password);
        }
        Certificates one = new Certificates(folder.resolve(alias + ".crt"), folder.resolve(alias + ".key"), store);
        Certificates.write(one);
        return one;
    }

    /** What a client uses that believes that server, and shows that certificate by the key of that other one, wanted or not. */
    public static SSLContext insisting(Certificates server, Certificates shown, Certificates by) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", Certificates.load(server.store()).getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        Certificate[] chain = Certificates.load(shown.store()).getCertificateChain("it");
        PrivateKey key = (PrivateKey) Certificates.load(by.store()).getKey("it", PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Insisting(chain, key)}, trust.getTrustManagers(), null);
        return context;
    }

    private static void run(Path store, String... order) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(order));
        command.addAll(
                List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD, "-noprompt"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    /** Shows one certificate, whatever the other end wants to see. */
    private static final class Insisting extends X509ExtendedKeyManager {
        private final Certificate[] chain;
        private final PrivateKey key;

        Insisting(Certificate[] chain, PrivateKey key) {
            this.chain = chain;
            this.key = key;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"it"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "it";
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return "it";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
