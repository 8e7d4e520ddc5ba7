package io.yumen.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import io.helidon.common.socket.TlsSocket;
import io.helidon.webserver.CloseConnectionException;
import io.yumen.http.ClientGone;
import io.yumen.http.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, as Helidon's HTTP/1.1 loop sees it: all that is read and written passes here, so we know
 * what the connection is doing and for how long, and can look ahead for the client's leaving.
 *
 * <p>Owned by the thread of the connection; {@link #check} comes from the watch, {@link #cut} from anywhere. The phase
 * decides who may read: the watch may start to read ahead only by winning {@code WORK -> WATCHED}, and the owner finds
 * out when it leaves the phase, before it reads again. Costs one exchange of a reference where nobody watched.
 */
final class ClientConnection {
    private enum Phase {
        /** The connection becomes an encrypted one. */
        HANDSHAKE,
        /** Waits for a request. */
        IDLE,
        /** Some of a request's head is there. */
        HEAD,
        /** The handler reads the body. */
        BODY,
        /** The handler is at work. */
        WORK,
        /** The handler is at work, and the connection is read ahead. */
        WATCHED,
        /** The connection speaks another protocol; the handler reads. */
        SWITCHED,
        /** The response is out; what the client still sends is thrown away for a moment. */
        LINGER,
        /** Closed by us. */
        CUT
    }

    private static final byte[] TIMED_OUT =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final long WATCH_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final SocketChannel channel;
    private final String name;
    private final @Nullable SSLSocket encrypted;
    private final InetSocketAddress remoteAddress;
    private final Connections connections;
    private final DataReader reader;
    private final AtomicReference<Phase> phase;
    private volatile HelidonSocket socket;
    private volatile long since = System.nanoTime();
    private volatile long writingSince;
    private volatile @Nullable Departure departure;
    private volatile @Nullable EventStream stream;
    private final ReentrantLock handover = new ReentrantLock();
    private @Nullable ReadAhead ahead;
    private @Nullable ReadAhead readBefore;
    private volatile @Nullable Thread owner;

    ClientConnection(SocketChannel channel, Connections connections, Optional<ServerTls> tls) throws IOException {
        this.channel = channel;
        this.remoteAddress = (InetSocketAddress) channel.getRemoteAddress();
        this.name = Integer.toHexString(remoteAddress.hashCode());
        this.encrypted = tls.isPresent() ? tls.get().over(channel.socket()) : null;
        this.phase = new AtomicReference<>(encrypted == null ? Phase.IDLE : Phase.HANDSHAKE);
        this.socket = PlainSocket.server(channel.socket(), name, "http");
        this.connections = connections;
        this.reader = DataReader.create(this::pull);
    }

    /**
     * The calling thread is the one that serves it.
     *
     * @throws ClientGone where it becomes no encrypted connection
     */
    void begin() {
        owner = Thread.currentThread();
        if (encrypted != null) {
            try {
                encrypted.startHandshake();
                // Not before: Helidon asks it who the client is, which waits for the handshake.
                socket = TlsSocket.server(encrypted, name, "https");
            } catch (IOException e) {
                unheard(Handshakes.why(e));
                throw new ClientGone("There is no encrypted connection to the client", e);
            }
            since = System.nanoTime();
            enter(Phase.IDLE);
        }
    }

    /** What came here is no request, and will be none. */
    void unheard(Unheard.Why why) {
        connections.unheard().came(remoteAddress.getAddress(), why);
    }

    /** It is served to its end. */
    void end() {
        sayGoodbye();
        closeSocket();
        connections.remove(this);
    }

    HelidonSocket socket() {
        return socket;
    }

    DataReader reader() {
        return reader;
    }

    InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** Who the client showed to be in the handshake, by a certificate that we believe; empty where he did not. */
    Optional<X509Certificate> clientCertificate() {
        if (encrypted == null) {
            return Optional.empty();
        }
        try {
            return encrypted.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    ProxyConfig proxies() {
        return connections.proxies();
    }

    HttpServerLimits limits() {
        return connections.limits();
    }

    BodyBudget bodies() {
        return connections.bodies();
    }

    boolean draining() {
        return connections.draining();
    }

    /** The head of a request is read; its handler begins. */
    void enterWork() {
        enter(Phase.WORK);
    }

    /** The handler begins to read the body; its time runs. */
    void enterBody() {
        since = System.nanoTime();
        enter(Phase.BODY);
    }

    /** The handler reads and writes another protocol from now on. */
    void enterSwitched() {
        departure = null;
        enter(Phase.SWITCHED);
    }

    /** Reads some bytes of another protocol, blocking; -1 at the end. */
    int read(byte[] into, int offset, int length) {
        try {
            reader.ensureAvailable();
        } catch (CloseConnectionException e) {
            return -1;
        }
        int some = Math.min(length, reader.available());
        reader.readBuffer(some).read(into, offset, some);
        return some;
    }

    /** The response is sent and the request read to its end; the next may come. */
    void leaveWork() {
        departure = null;
        stream = null;
        since = System.nanoTime();
        enter(reader.available() > 0 ? Phase.HEAD : Phase.IDLE);
        if (draining()) {
            // It may have begun after the response said that the connection would be kept.
            cutIfIdle();
        }
    }

    /** Throws away what the client still sends, for a moment, so that it gets to read our answer before the reset. */
    void linger() {
        departure = null;
        since = System.nanoTime();
        try {
            enter(Phase.LINGER);
            if (encrypted == null) {
                channel.shutdownOutput();
            } else {
                encrypted.shutdownOutput();
            }
            while (true) {
                reader.readBuffer();
            }
        } catch (IOException | RuntimeException e) {
            // The end of the connection, as hoped for, or the watch has cut it.
        }
    }

    /** The response is a stream. */
    void streams(EventStream opened) {
        stream = opened;
    }

    /** The server drains: what only waits ends. */
    void drain() {
        cutIfIdle();
        EventStream open = stream;
        if (open != null) {
            open.wake();
        }
    }

    /** From now on the watch looks for the client's leaving, once the request has taken a while. */
    void watchFor(Departure hooks) {
        departure = hooks;
    }

    /** Called by the watch: keeps the time limits. */
    void check(long now) {
        HttpServerLimits limits = limits();
        long writing = writingSince;
        if (writing != 0 && now - writing > limits.writeTimeout().toNanos()) {
            cut();
            return;
        }
        Phase current = phase.get();
        long elapsed = now - since;
        switch (current) {
            case IDLE -> cutAfter(limits.idleTimeout(), elapsed, current);
            case HANDSHAKE, HEAD -> cutAfter(limits.headerTimeout(), elapsed, current);
            case BODY -> cutAfter(limits.bodyTimeout(), elapsed, current);
            case LINGER -> cutAfter(LINGER, elapsed, current);
            case WORK -> watchAfter(elapsed);
            case WATCHED, SWITCHED, CUT -> {}
        }
    }

    private void watchAfter(long elapsed) {
        if (departure != null && elapsed > WATCH_AFTER_NANOS) {
            beginWatching();
        }
    }

    /** Closes a connection that waits for a request. */
    void cutIfIdle() {
        if (phase.compareAndSet(Phase.IDLE, Phase.CUT)) {
            closeSocket();
        }
    }

    /** Whether we have closed it. */
    boolean isCut() {
        return phase.get() == Phase.CUT;
    }

    /** Closes the connection whatever it does. */
    void cut() {
        phase.set(Phase.CUT);
        closeSocket();
        departed();
        Thread thread = owner;
        if (connections.draining() && thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Writes the bytes in one write.
     *
     * @throws ClientGone when the client is not there any more
     */
    void write(byte[] bytes, int length) {
        writingSince = System.nanoTime() | 1;
        try {
            socket.write(BufferData.create(bytes, 0, length));
        } catch (UncheckedIOException e) {
            throw new ClientGone("The client closed the connection", e);
        } finally {
            writingSince = 0;
        }
    }

    private void enter(Phase next) {
        Phase previous = phase.getAndSet(next);
        if (previous == Phase.WATCHED) {
            takeOver();
        }
        if (previous == Phase.CUT) {
            phase.set(Phase.CUT);
            throw new ClientGone("The connection was cut off", null);
        }
    }

    private byte[] pull() {
        Phase current = phase.get();
        byte[] bytes = read();
        if (bytes == null) {
            if (current == Phase.BODY) {
                throw new ClientGone("The client closed the connection before its request was complete", null);
            }
            throw new CloseConnectionException("The client closed the connection");
        }
        if (current == Phase.IDLE) {
            since = System.nanoTime();
            phase.compareAndSet(Phase.IDLE, Phase.HEAD);
        }
        return bytes;
    }

    private byte @Nullable [] read() {
        ReadAhead before = readBefore;
        if (before != null && before.inUse()) {
            return before.next();
        }
        try {
            return socket.get();
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private void beginWatching() {
        boolean gone = false;
        handover.lock();
        try {
            if (phase.compareAndSet(Phase.WORK, Phase.WATCHED)) {
                if (ahead == null) {
                    ahead = new ReadAhead(socket);
                }
                gone = !ahead.start(this::departed);
            }
        } finally {
            handover.unlock();
        }
        if (gone) {
            departed();
        }
    }

    /** The owner comes back from a phase in which the watch began to read: from now on it asks there first. */
    private void takeOver() {
        handover.lock();
        try {
            readBefore = ahead;
        } finally {
            handover.unlock();
        }
    }

    private void departed() {
        Departure hooks = departure;
        if (hooks != null) {
            hooks.happened();
        }
    }

    private void cutAfter(Duration limit, long elapsed, Phase current) {
        if (elapsed > limit.toNanos() && phase.compareAndSet(current, Phase.CUT)) {
            boolean answer = current == Phase.HEAD || current == Phase.BODY;
            Thread.ofVirtual().name("http-cut").start(() -> closeAfter(answer ? TIMED_OUT : new byte[0]));
        }
    }

    private void closeAfter(byte[] lastWords) {
        try {
            if (lastWords.length > 0) {
                write(lastWords, lastWords.length);
            }
        } catch (ClientGone e) {
            // Then it needs no answer.
        } finally {
            closeSocket();
        }
    }

    /** The end of an encrypted connection is said, so that nobody can fake it (RFC 8446 section 6.1). */
    private void sayGoodbye() {
        if (encrypted == null || isCut()) {
            return;
        }
        writingSince = System.nanoTime() | 1;
        try {
            encrypted.close();
        } catch (IOException e) {
            // The client has left already.
        } finally {
            writingSince = 0;
        }
    }

    private void closeSocket() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
