package io.yumen.app;

import io.yumen.config.GatewaySettings;
import io.yumen.config.ListenSettings;
import io.yumen.http.CannotListen;
import io.yumen.http.Network;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.http.server.HttpServerLimits;
import io.yumen.http.server.ProxyConfig;
import io.yumen.http.server.Unheard;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of operators to a gateway that they do not reach by loopback, because it is bound to one address beyond this machine, or because
 * a proxy calls from there, which speaks for strangers: a listener at a free port of 127.0.0.1, without encryption, for nothing leaves
 * the machine. It serves what operators ask and order, and how the
 * gateway fares, behind the same checks as the main one; never a request of a client.
 */
final class LocalListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalListener.class);
    private static final String ADDRESS = "127.0.0.1";
    private static final int CONNECTIONS = 100;

    /** Bytes of request bodies beyond 64 KiB, all together. */
    private static final long LARGE_BODIES = 16L << 20;

    private final HttpServer server;

    private LocalListener(HttpServer server) {
        this.server = server;
    }

    /** Starts it where there must be one. Where it cannot be, the gateway serves, and cannot be operated. */
    static Optional<LocalListener> start(GatewaySettings settings, HttpHandler operations, Unheard strays) {
        if (isReachedByLoopback(settings.listen())) {
            return Optional.empty();
        }
        HttpServerConfig config = HttpServerConfig.loopback(0).with(limits());
        try {
            LocalListener listener = new LocalListener(HttpServer.start(config, operations, strays));
            LOG.atInfo().addKeyValue("endpoint", listener.origin()).log("Operators of this machine are served");
            return Optional.of(listener);
        } catch (CannotListen e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("The gateway cannot be operated: its commands do not reach it by loopback");
            return Optional.empty();
        }
    }

    /** Whoever has an account here can connect: that must not take up what clients of the main listener need. */
    private static HttpServerLimits limits() {
        HttpServerLimits usual = HttpServerLimits.DEFAULT;
        return new HttpServerLimits(
                usual.bodyBytes(),
                usual.headerBytes(),
                CONNECTIONS,
                CONNECTIONS,
                usual.headerTimeout(),
                usual.bodyTimeout(),
                usual.idleTimeout(),
                usual.writeTimeout(),
                LARGE_BODIES,
                usual.queuedBytes());
    }

    /** Where it listens. */
    URI origin() {
        return URI.create("http://" + ADDRESS + ":" + server.port());
    }

    @Override
    public void close() {
        server.close();
    }

    private static boolean isReachedByLoopback(ListenSettings listen) {
        try {
            InetAddress address = InetAddress.getByName(listen.address());
            return (address.isLoopbackAddress() || address.isAnyLocalAddress()) && !isOfProxy(listen);
        } catch (UnknownHostException e) {
            // Then nobody listens there.
            return true;
        }
    }

    private static boolean isOfProxy(ListenSettings listen) {
        ProxyConfig proxies = ProxyConfig.at(listen.trustedProxies());
        return Stream.of(ADDRESS, "::1").map(Network::address).anyMatch(proxies::isTrusted);
    }
}
