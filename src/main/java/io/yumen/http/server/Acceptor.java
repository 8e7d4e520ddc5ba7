package io.yumen.http.server;

import io.yumen.http.CannotListen;
import io.yumen.http.tls.ServerTls;
import io.yumen.http.tls.TlsConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections and gives each its thread. A client over a limit is told so with a 503; when the system
 * refuses (no more open files, say), it waits a moment and goes on, so that the server recovers with the system.
 */
final class Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final byte[] FULL = String.join(
                    "\r\n",
                    "HTTP/1.1 503 Service Unavailable",
                    "Retry-After: 1",
                    "Connection: close",
                    "Content-Length: 0",
                    "",
                    "")
            .getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 1024;
    private static final int MAX_REFUSING = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ServerSocketChannel listener;
    private final Http1 http1;
    private final Connections connections;
    private final int limit;
    private final Optional<ServerTls> tls;
    private final AtomicInteger refusing = new AtomicInteger();
    private long complained = System.nanoTime() - SILENCE_NANOS;

    private Acceptor(ServerSocketChannel listener, Http1 http1, Connections connections, Optional<ServerTls> tls) {
        this.tls = tls;
        this.listener = listener;
        this.http1 = http1;
        this.connections = connections;
        this.limit = Descriptors.connections(connections.limits().connections());
    }

    /**
     * Binds the address and begins to accept.
     *
     * @throws CannotListen when the address is unknown or in use, or the certificate cannot be used
     */
    static Acceptor start(HttpServerConfig config, Http1 http1, Connections connections) {
        Optional<ServerTls> tls = config.tls().map(Acceptor::encryption);
        Acceptor acceptor = new Acceptor(bind(config), http1, connections, tls);
        Thread.ofPlatform().daemon().name("http-accept").start(acceptor::run);
        return acceptor;
    }

    private static ServerTls encryption(TlsConfig files) {
        try {
            return new ServerTls(files);
        } catch (IOException e) {
            throw new CannotListen("The certificate cannot be used: " + e.getMessage(), e);
        }
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) listener.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("The server is closed", e);
        }
    }

    /** Accepts no more. */
    void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The listening socket could not be closed");
        }
    }

    private static ServerSocketChannel bind(HttpServerConfig config) {
        InetSocketAddress address = new InetSocketAddress(config.address(), config.port());
        String name = (config.address().contains(":") ? "[" + config.address() + "]" : config.address()) + ":"
                + config.port();
        try {
            if (address.isUnresolved()) {
                throw new UnknownHostException(config.address());
            }
            return listen(address);
        } catch (UnknownHostException e) {
            throw new CannotListen(
                    "Cannot listen on " + name + ": the address is unknown; use an address of this machine", e);
        } catch (BindException e) {
            String advice = "stop the program that uses the port, or choose another address or port";
            throw new CannotListen("Cannot listen on " + name + " (" + e.getMessage() + "): " + advice, e);
        } catch (IOException e) {
            throw new CannotListen("Cannot listen on " + name + ": " + e.getMessage(), e);
        }
    }

    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            return channel.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address, BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void run() {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                complain(e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        if (connections.count() >= limit) {
            refuse(channel);
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ClientConnection connection = new ClientConnection(channel, connections, tls);
            if (!connections.add(connection)) {
                refuse(channel);
                return;
            }
            Thread.ofVirtual().name("http").start(() -> http1.serve(connection));
        } catch (IOException | RuntimeException e) {
            // The client was gone before we could turn to it.
            channel.close();
        }
    }

    private void refuse(SocketChannel channel) throws IOException {
        if (tls.isPresent()) {
            // Nothing can be said before a handshake, which is what there is no room for.
            channel.close();
            return;
        }
        if (refusing.incrementAndGet() > MAX_REFUSING) {
            refusing.decrementAndGet();
            channel.close();
            return;
        }
        Thread.ofVirtual().name("http-refuse").start(() -> {
            try (channel) {
                channel.write(ByteBuffer.wrap(FULL));
                channel.shutdownOutput();
                // Closing with its request unread would take the answer back.
                channel.socket().setSoTimeout(500);
                channel.socket()
                        .getInputStream()
                        .readNBytes(connections.limits().headerBytes());
            } catch (IOException e) {
                // It did not wait for the answer.
            } finally {
                refusing.decrementAndGet();
            }
        });
    }

    private void complain(IOException cause) {
        long now = System.nanoTime();
        if (now - complained > SILENCE_NANOS) {
            complained = now;
            LOG.atError().setCause(cause).log("Connections cannot be accepted for the moment");
        }
    }
}
