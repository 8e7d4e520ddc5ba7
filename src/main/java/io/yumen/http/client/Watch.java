package io.yumen.http.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that keeps the deadlines of all calls and the age of idle connections. A deadline is the closing of a
 * connection, which also ends a write or a handshake, and costs the call itself nothing.
 */
final class Watch {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Map<Upstream, Pool> open = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean sleeping;
    private boolean closed;

    void start() {
        Thread.ofVirtual().name("http-client-watch").start(this::run);
    }

    void add(Upstream upstream, Pool pool) {
        open.put(upstream, pool);
        lock.lock();
        try {
            if (sleeping) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Upstream upstream) {
        open.remove(upstream);
    }

    int count() {
        return open.size();
    }

    /** Ends everything. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        open.keySet().forEach(Upstream::end);
    }

    private void run() {
        while (pause()) {
            long now = System.nanoTime();
            open.forEach((upstream, pool) -> {
                if (upstream.check(now)) {
                    open.remove(upstream);
                    pool.evicted(upstream);
                }
            });
        }
    }

    private boolean pause() {
        lock.lock();
        try {
            sleeping = open.isEmpty();
            while (sleeping && !closed) {
                changed.await();
                sleeping = open.isEmpty();
            }
            long left = TICK_NANOS;
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
