package io.yumen.http.server;

import io.helidon.webserver.WebServer;
import io.yumen.http.CannotListen;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * A running HTTP/1.1 server: every connection is served by its own virtual thread, which calls the handler.
 *
 * <pre>{@code
 * try (HttpServer server = HttpServer.start(HttpServerConfig.loopback(0), (request, response) ->
 *         response.send(200, Headers.of("Content-Type", "text/plain"), request.body()))) {
 *     System.out.println(server.port());
 * }
 * }</pre>
 *
 * <p>Thread-safe. It installs no shutdown hook: who starts it also drains and closes it.
 */
public final class HttpServer implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final WebServer web;
    private final Connections connections;
    private final InetAddress address;

    private HttpServer(WebServer web, Connections connections, InetAddress address) {
        this.web = web;
        this.connections = connections;
        this.address = address;
    }

    /**
     * Binds the address and begins to serve.
     *
     * @throws CannotListen when the address is unknown or in use; the message says what to do
     */
    public static HttpServer start(HttpServerConfig config, HttpHandler handler) {
        InetAddress address = resolve(config);
        checkFree(config, address);
        Connections connections = new Connections(config.limits());
        WebServer web = Listener.create(config, address, new Dispatcher(handler), connections);
        web.start();
        if (!web.isRunning()) {
            connections.close();
            throw new CannotListen("Cannot listen on " + name(config) + ": it was taken a moment ago; try again", null);
        }
        connections.startWatching();
        return new HttpServer(web, connections, address);
    }

    /** The port that it listens on. */
    public int port() {
        return web.port();
    }

    /** The address that it listens on. */
    public InetSocketAddress address() {
        return new InetSocketAddress(address, port());
    }

    /** How many connections are open. */
    public int openConnections() {
        return connections.count();
    }

    /**
     * Stops: accepts no more connections, closes idle ones, ends event streams that only wait, lets requests in flight
     * finish for this long, then cuts what is left. Returns when all is closed.
     */
    public void drain(Duration patience) {
        connections.beginDraining();
        Thread stopper = Thread.ofVirtual().name("http-stop").start(web::stop);
        connections.awaitNone(patience);
        connections.cutAll();
        connections.awaitNone(STOP_PATIENCE);
        connections.close();
        try {
            stopper.join(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts all connections and stops at once. */
    @Override
    public void close() {
        drain(Duration.ZERO);
    }

    private static InetAddress resolve(HttpServerConfig config) {
        try {
            return InetAddress.getByName(config.address());
        } catch (UnknownHostException e) {
            throw new CannotListen(
                    "Cannot listen on " + name(config) + ": the address is unknown; use an address of this machine", e);
        }
    }

    // Helidon only logs why it could not bind, so we find out before it does.
    private static void checkFree(HttpServerConfig config, InetAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, config.port()));
        } catch (BindException e) {
            throw new CannotListen(
                    "Cannot listen on " + name(config) + " (" + e.getMessage()
                            + "): stop the program that uses the port, or choose another address or port",
                    e);
        } catch (IOException e) {
            throw new CannotListen("Cannot listen on " + name(config) + ": " + e.getMessage(), e);
        }
    }

    private static String name(HttpServerConfig config) {
        String host = config.address().contains(":") ? "[" + config.address() + "]" : config.address();
        return host + ":" + config.port();
    }
}
