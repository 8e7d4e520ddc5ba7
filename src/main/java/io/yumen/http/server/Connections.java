package io.yumen.http.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of one server and the one thread that keeps their time limits and begins to look for clients
 * that left. Requests pay nothing for it but a time stamp.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Set<InetAddress> THIS_MACHINE =
            Set.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final HttpServerLimits limits;
    private final ProxyConfig proxies;
    private final Unheard unheard;
    private final Crowd crowd;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongAdder accepted = new LongAdder();
    private final BodyBudget bodies;
    private volatile boolean draining;
    private volatile boolean closed;

    Connections(HttpServerLimits limits, ProxyConfig proxies, Unheard unheard) {
        this.limits = limits;
        this.proxies = proxies;
        this.unheard = unheard;
        this.crowd = new Crowd(limits.connectionsPerAddress());
        this.bodies = new BodyBudget(limits.largeBodiesBytes(), limits.bodyBytes());
    }

    BodyBudget bodies() {
        return bodies;
    }

    HttpServerLimits limits() {
        return limits;
    }

    ProxyConfig proxies() {
        return proxies;
    }

    Unheard unheard() {
        return unheard;
    }

    void startWatching() {
        Thread.ofVirtual().name("http-watch").start(this::watch);
    }

    /** Takes that one in, unless its address has all that it may have. */
    boolean add(ClientConnection connection) {
        InetAddress address = connection.remoteAddress().getAddress();
        if (counts(address) && !crowd.enters(address)) {
            return false;
        }
        open.add(connection);
        accepted.increment();
        if (draining) {
            connection.cutIfIdle();
        }
        return true;
    }

    void remove(ClientConnection connection) {
        InetAddress address = connection.remoteAddress().getAddress();
        if (open.remove(connection) && counts(address)) {
            crowd.leaves(address);
        }
        if (draining) {
            signal();
        }
    }

    /** Programs of this machine, and proxies, speak for many. */
    private boolean counts(InetAddress address) {
        return !THIS_MACHINE.contains(address) && !proxies.isTrusted(address);
    }

    int count() {
        return open.size();
    }

    long accepted() {
        return accepted.sum();
    }

    boolean draining() {
        return draining;
    }

    void beginDraining() {
        draining = true;
        open.forEach(ClientConnection::drain);
    }

    void cutAll() {
        open.forEach(ClientConnection::cut);
    }

    /** Waits until no connection is open, at most this long. */
    void awaitNone(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        closed = true;
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        while (!closed) {
            long now = System.nanoTime();
            for (ClientConnection connection : open) {
                check(connection, now);
            }
            pause();
        }
    }

    private static void check(ClientConnection connection, long now) {
        try {
            connection.check(now);
        } catch (RuntimeException e) {
            // All other connections depend on the watch going on.
            LOG.atError().setCause(e).log("A connection could not be checked");
        }
    }

    private void pause() {
        long left = SWEEP_NANOS;
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
