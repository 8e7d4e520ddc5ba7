package io.yumen.http.server;

import io.helidon.common.socket.HelidonSocket;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection while its handler is at work, so that the end of the connection is seen when it comes. What the
 * client sent meanwhile (a pipelined request) is kept and read first afterwards.
 *
 * <p>There is never more than one reader of the socket: while this one has a read outstanding, {@link #next} waits for
 * its result instead of reading itself. So no read is ever interrupted, and no byte is lost.
 */
final class ReadAhead {
    private static final int KEPT_BYTES = 64 << 10;

    private final HelidonSocket socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private int keptBytes;
    private boolean reading;
    private boolean wanted;
    private boolean ended;

    ReadAhead(HelidonSocket socket) {
        this.socket = socket;
    }

    /**
     * Begins to read on a thread of its own, unless it reads already.
     *
     * @param onEnd called when the connection ends
     * @return false when the end was seen before; then nothing is called
     */
    boolean start(Runnable onEnd) {
        boolean begin;
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            wanted = false;
            begin = !reading && keptBytes < KEPT_BYTES;
            reading = reading || begin;
        } finally {
            lock.unlock();
        }
        if (begin) {
            Thread.ofVirtual().name("http-ahead").start(() -> run(onEnd));
        }
        return true;
    }

    /** Whether it has a read outstanding, or something that must be read before the socket is. */
    boolean inUse() {
        lock.lock();
        try {
            return reading || ended || !kept.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The next bytes, or null at the end. Only while {@link #inUse}. */
    byte @Nullable [] next() {
        lock.lock();
        try {
            wanted = true;
            while (kept.isEmpty() && reading) {
                arrived.awaitUninterruptibly();
            }
            byte[] bytes = kept.poll();
            if (bytes != null) {
                keptBytes -= bytes.length;
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable onEnd) {
        boolean more = true;
        while (more) {
            byte[] bytes = readQuietly();
            more = keep(bytes);
            if (bytes == null) {
                onEnd.run();
            }
        }
    }

    private byte @Nullable [] readQuietly() {
        try {
            return socket.get();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private boolean keep(byte @Nullable [] bytes) {
        lock.lock();
        try {
            if (bytes == null) {
                ended = true;
            } else {
                kept.add(bytes);
                keptBytes += bytes.length;
            }
            reading = !ended && !wanted && keptBytes < KEPT_BYTES;
            arrived.signalAll();
            return reading;
        } finally {
            lock.unlock();
        }
    }
}
