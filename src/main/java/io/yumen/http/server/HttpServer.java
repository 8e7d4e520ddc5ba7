package io.yumen.http.server;

import io.yumen.http.CannotListen;
import java.net.InetSocketAddress;
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
 * <p>Thread-safe. Its threads do not keep the process alive, and it installs no shutdown hook: who starts it also
 * waits, drains and closes.
 */
public final class HttpServer implements AutoCloseable {
    private static final Duration CUT_PATIENCE = Duration.ofSeconds(2);

    private final Acceptor acceptor;
    private final Connections connections;
    private final InetSocketAddress address;

    private HttpServer(Acceptor acceptor, Connections connections) {
        this.acceptor = acceptor;
        this.connections = connections;
        this.address = acceptor.address();
    }

    /**
     * Binds the address and begins to serve.
     *
     * @throws CannotListen when the address is unknown or in use; the message says what to do
     */
    public static HttpServer start(HttpServerConfig config, HttpHandler handler) {
        return start(config, handler, Unheard.NOBODY);
    }

    /**
     * The same.
     *
     * @param unheard is told of what never becomes a request
     * @throws CannotListen when the address is unknown or in use; the message says what to do
     */
    public static HttpServer start(HttpServerConfig config, HttpHandler handler, Unheard unheard) {
        Connections connections = new Connections(config.limits(), config.proxies(), unheard);
        Http1 http1 = new Http1(config.limits(), new Dispatcher(handler));
        Acceptor acceptor = Acceptor.start(config, http1, connections);
        connections.startWatching();
        return new HttpServer(acceptor, connections);
    }

    /** The port that it listens on. */
    public int port() {
        return address.getPort();
    }

    /** The address that it listens on. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many connections are open. */
    public int openConnections() {
        return connections.count();
    }

    /** How many connections were accepted since the start. */
    public long acceptedConnections() {
        return connections.accepted();
    }

    /**
     * Stops: accepts no more connections, closes idle ones, ends event streams that only wait, lets requests in flight
     * finish for this long, then cuts what is left. Returns when all is closed.
     */
    public void drain(Duration patience) {
        acceptor.close();
        connections.beginDraining();
        connections.awaitNone(patience);
        connections.cutAll();
        connections.awaitNone(CUT_PATIENCE);
        connections.close();
    }

    /** Cuts all connections and stops at once. */
    @Override
    public void close() {
        drain(Duration.ZERO);
    }
}
