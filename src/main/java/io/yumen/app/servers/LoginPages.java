package io.yumen.app.servers;

import io.yumen.http.CannotListen;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.oauth.LoginRoutes;
import io.yumen.oauth.Visits;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.tenant.Principal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers reach the pages of logins: the gateway, or, where none listens (a pipe, a command), a listener on this machine
 * that is opened when somebody has to log in. Its one user is whose process it is. Safe for many threads.
 */
public final class LoginPages implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;

    private final Supplier<Visits> visits;
    private final int port;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable URI base;
    private @Nullable HttpServer own;

    public LoginPages(Supplier<Visits> visits) {
        this(visits, 0);
    }

    /** @param port where to listen where nobody else does; 0 for any */
    public LoginPages(Supplier<Visits> visits, int port) {
        this.visits = visits;
        this.port = port;
    }

    /** They are there, as in {@code http://127.0.0.1:3050}. */
    public void areAt(URI gateway) {
        lock.lock();
        try {
            base = gateway;
        } finally {
            lock.unlock();
        }
    }

    /** Where they are. */
    public URI base() {
        lock.lock();
        try {
            if (base == null) {
                own = open();
                base = URI.create("http://" + LOOPBACK + ":" + own.port());
            }
            return base;
        } catch (CannotListen e) {
            throw new OAuthException(
                    OAuthException.Code.NOT_CONFIGURED, "No browser could come back to us: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Closes the listener that was opened, once it has answered; the next who has to log in opens another. */
    @Override
    public void close() {
        HttpServer closing;
        lock.lock();
        try {
            closing = own;
            if (closing != null) {
                own = null;
                base = null;
            }
        } finally {
            lock.unlock();
        }
        if (closing != null) {
            closing.drain(FAREWELL);
        }
    }

    private HttpServer open() {
        LoginRoutes routes = new LoginRoutes(visits.get(), request -> Optional.of(Principal.LOCAL));
        return HttpServer.start(HttpServerConfig.loopback(port), (request, response) -> {
            boolean isForUs = request.header("Host").orElse("").startsWith(LOOPBACK + ":");
            if (isForUs && LoginRoutes.serves(request.path())) {
                routes.handle(request, response);
            } else {
                response.send(NOT_FOUND);
            }
        });
    }
}
