package io.yumen.http.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The TLS of a server: version 1.3 alone (RFC 8446). A certificate that is replaced is used from the next connection on, at most a
 * second later; one that cannot be used changes nothing, and the log says why. Safe for many threads.
 */
public final class ServerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final TlsConfig config;
    private final FollowedContext context;

    /**
     * The TLS of those files.
     *
     * @throws IOException where they cannot be used; the message says what to do
     */
    public ServerTls(TlsConfig config) throws IOException {
        this.config = config;
        this.context = new FollowedContext(files(config), () -> read(config));
    }

    /** That connection, encrypted; nothing is said on it yet. */
    public SSLSocket over(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context.current().getSocketFactory().createSocket(plain, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setWantClientAuth(config.clients().isPresent());
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static List<Path> files(TlsConfig config) {
        List<Path> files = new ArrayList<>(List.of(config.certificate(), config.key()));
        config.clients().ifPresent(files::add);
        return files;
    }

    private static SSLContext read(TlsConfig config) throws IOException, GeneralSecurityException {
        Optional<Path> clients = config.clients();
        TrustManager[] believed = clients.isPresent() ? PemManagers.believing(clients.get()) : null;
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(PemManagers.showing(config.certificate(), config.key()), believed, null);
        return context;
    }
}
