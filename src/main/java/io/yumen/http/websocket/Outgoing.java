package io.yumen.http.websocket;

import io.yumen.http.ByteWriter;
import io.yumen.http.Duplex;
import io.yumen.http.HttpException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What leaves over one connection, in the order in which it was given. Who finds nobody writing writes, outside the lock;
 * the others leave their bytes in the queue and it takes them along. Safe for many threads.
 */
final class Outgoing {
    private final Duplex connection;
    private final int maxQueued;
    private final long maxWaitNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ByteWriter queue;
    private boolean writing;
    private boolean last;
    private boolean broken;
    private long writingSince;

    /** Whether what was given is on its way. */
    enum Given {
        /** It leaves, or will. */
        TAKEN,
        /** The last bytes were given before, or the peer is gone, or the thread was interrupted. */
        CLOSED,
        /** The peer does not read; it should be cut off. */
        STUCK
    }

    Outgoing(Duplex connection, WebSocketLimits limits) {
        this.connection = connection;
        this.maxQueued = limits.queuedBytes();
        this.maxWaitNanos = limits.writeTimeout().toNanos();
    }

    /** Sends; waits for room in the queue, and for the peer where this thread is the one that writes. */
    Given send(ByteWriter bytes) {
        lock.lock();
        try {
            Given room = awaitRoom(bytes.length());
            if (room != Given.TAKEN || !enqueue(bytes)) {
                return room;
            }
        } finally {
            lock.unlock();
        }
        write();
        return Given.TAKEN;
    }

    /** Sends without waiting for anything. */
    Given offer(ByteWriter bytes) {
        lock.lock();
        try {
            if (broken || last) {
                return Given.CLOSED;
            }
            if (!hasRoom(bytes.length())) {
                return Given.STUCK;
            }
            if (enqueue(bytes)) {
                Thread.ofVirtual().name("websocket-offer").start(this::write);
            }
            return Given.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Sends these as the last ones, without waiting for anything and whatever is queued; false when that was done before. */
    boolean offerLast(ByteWriter bytes) {
        lock.lock();
        try {
            if (broken || last) {
                return false;
            }
            last = true;
            changed.signalAll();
            if (enqueue(bytes)) {
                Thread.ofVirtual().name("websocket-offer").start(this::write);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was given is written, or cannot be, but no longer than that. */
    void awaitWritten(long nanos) {
        long left = nanos;
        lock.lock();
        try {
            while (writing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Whether one write has taken longer than the peer may make us wait. */
    boolean isStuck(long now) {
        lock.lock();
        try {
            return writing && now - writingSince > maxWaitNanos;
        } finally {
            lock.unlock();
        }
    }

    /** The connection is gone: who waits need not wait longer. */
    void end() {
        lock.lock();
        try {
            broken = true;
            queue = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Given awaitRoom(int length) {
        long left = maxWaitNanos;
        try {
            while (!broken && !last && !hasRoom(length)) {
                if (left <= 0) {
                    return Given.STUCK;
                }
                left = changed.awaitNanos(left);
            }
            return broken || last ? Given.CLOSED : Given.TAKEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Given.CLOSED;
        }
    }

    private boolean hasRoom(int length) {
        ByteWriter waiting = queue;
        return waiting == null || waiting.length() + (long) length <= maxQueued;
    }

    /** Queues; true when the caller is to see that it is written. */
    private boolean enqueue(ByteWriter bytes) {
        ByteWriter waiting = queue;
        queue = waiting == null ? bytes : waiting.bytes(bytes.array(), 0, bytes.length());
        boolean mine = !writing;
        if (mine) {
            writing = true;
            writingSince = System.nanoTime();
        }
        return mine;
    }

    private void write() {
        boolean done = false;
        try {
            for (ByteWriter batch = take(); batch != null; batch = take()) {
                connection.write(batch.array(), batch.length());
            }
            done = true;
        } catch (HttpException e) {
            // The reader of the connection finds out, and says so.
        } finally {
            if (!done) {
                abort();
            }
        }
    }

    private @Nullable ByteWriter take() {
        lock.lock();
        try {
            ByteWriter batch = queue;
            queue = null;
            writing = batch != null;
            writingSince = System.nanoTime();
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void abort() {
        lock.lock();
        try {
            writing = false;
            broken = true;
            queue = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
