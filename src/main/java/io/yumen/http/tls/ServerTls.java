package io.yumen.http.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of a server: version 1.3 alone (RFC 8446). A certificate that is replaced is used from the next connection on, at most a
 * second later; one that cannot be used changes nothing, and the log says why. Safe for many threads.
 */
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final char[] NO_PASSWORD = {};

    private final TlsConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SSLContext context;
    private volatile List<FileTime> read;
    private volatile long looked = System.nanoTime();

    /**
     * The TLS of those files.
     *
     * @throws IOException where they cannot be used; the message says what to do
     */
    public ServerTls(TlsConfig config) throws IOException {
        this.config = config;
        try {
            this.read = times();
            this.context = load();
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** That connection, encrypted; nothing is said on it yet. */
    public SSLSocket over(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) current().getSocketFactory().createSocket(plain, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setWantClientAuth(config.clients().isPresent());
        socket.setSSLParameters(parameters);
        return socket;
    }

    private SSLContext current() {
        if (System.nanoTime() - looked > LOOK_NANOS && lock.tryLock()) {
            try {
                looked = System.nanoTime();
                follow();
            } finally {
                lock.unlock();
            }
        }
        return context;
    }

    private void follow() {
        try {
            List<FileTime> now = times();
            if (!now.equals(read)) {
                read = now;
                context = load();
                LOG.atInfo().addKeyValue("file", config.certificate()).log("Certificate replaced");
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("The changed certificate cannot be used; the one before stays");
        }
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : files()) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(config.certificate(), config.key()));
        config.clients().ifPresent(files::add);
        return files;
    }

    private SSLContext load() throws IOException, GeneralSecurityException {
        KeyStore own = empty();
        own.setKeyEntry(
                "server",
                PemFiles.key(config.key()),
                NO_PASSWORD,
                PemFiles.certificates(config.certificate()).toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NO_PASSWORD);
        KeyStore trusted = empty();
        if (config.clients().isPresent()) {
            int number = 0;
            for (Certificate certificate :
                    PemFiles.certificates(config.clients().get())) {
                trusted.setCertificateEntry("client-" + number++, certificate);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), config.clients().isPresent() ? trust.getTrustManagers() : null, null);
        return made;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
