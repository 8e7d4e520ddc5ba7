package io.yumen.http.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The TLS of connections that go out: whom they believe, and what they show of themselves. Files that are replaced are used from the
 * next connection on, at most a second later; what cannot be used changes nothing, and the log says why. Safe for many threads.
 */
public final class ClientTls {
    private final FollowedContext context;

    /**
     * The TLS of those files.
     *
     * @throws IOException where they cannot be used; the message says what to do
     */
    public ClientTls(ClientTlsConfig config) throws IOException {
        List<Path> files = Stream.of(config.authorities(), config.certificate(), config.key())
                .flatMap(Optional::stream)
                .toList();
        this.context = new FollowedContext(files, () -> read(config));
    }

    /** What the next connection is made by. */
    public SSLContext context() {
        return context.current();
    }

    private static SSLContext read(ClientTlsConfig config) throws IOException, GeneralSecurityException {
        Optional<Path> authorities = config.authorities();
        Optional<Path> certificate = config.certificate();
        TrustManager[] believed = authorities.isPresent() ? PemManagers.believing(authorities.get()) : null;
        KeyManager[] shown = certificate.isPresent()
                ? PemManagers.showing(certificate.get(), config.key().orElseThrow())
                : null;
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, believed, null);
        return context;
    }
}
