package io.yumen.http.server;

import io.yumen.http.ByteWriter;
import io.yumen.http.ClientGone;
import io.yumen.http.SseEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A response that is a stream of server-sent events. All methods are safe for any thread; events leave in the order in
 * which they were given.
 *
 * <p>One thread at a time writes to the socket, outside any lock: who finds nobody writing writes, the others leave
 * their events in the queue and it takes them along. So {@link #send} waits for a slow client only when its thread is
 * the writer, and no longer than {@link HttpServerLimits#writeTimeout}; {@link #offer} never waits. A client that
 * lets more than {@link HttpServerLimits#queuedBytes} pile up, or stops reading for the write timeout, is cut off.
 */
public final class EventStream implements AutoCloseable {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK_FRAME = 16;

    private enum State {
        /** Events may be given. */
        OPEN,
        /** Closed by us; the end is not written yet. */
        CLOSING,
        /** The end is written. */
        ENDED,
        /** The client is gone. */
        GONE
    }

    private final ClientConnection connection;
    private final int maxQueued;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.OPEN;
    private @Nullable ByteWriter queue;
    private boolean writing;

    EventStream(ClientConnection connection, int maxQueued) {
        this.connection = connection;
        this.maxQueued = maxQueued;
    }

    /**
     * Sends an event.
     *
     * @throws ClientGone when the client left, was cut off, or the stream was closed
     */
    public void send(SseEvent event) {
        if (enqueue(event.encode())) {
            writeQueue();
        }
    }

    /**
     * Sends an event without ever waiting for the client: for one sender that serves many streams.
     *
     * @throws ClientGone when the client left, was cut off, or the stream was closed
     */
    public void offer(SseEvent event) {
        if (enqueue(event.encode())) {
            Thread.ofVirtual().name("http-offer").start(this::writeQuietly);
        }
    }

    /**
     * Sends a comment, which keeps proxies from closing a silent stream.
     *
     * @throws ClientGone when the client left, was cut off, or the stream was closed
     */
    public void comment(String text) {
        byte[] bytes = text.isEmpty() ? COMMENT : commentBytes(text);
        if (enqueue(bytes)) {
            writeQueue();
        }
    }

    /**
     * Waits until the stream is closed, the client left, or the server drains, sending a comment after every such time.
     * For handlers whose events come from elsewhere. An interrupt ends the waiting and stays set.
     */
    public void awaitEnd(Duration heartbeat) {
        try {
            while (waitOnce(heartbeat)) {
                comment("");
            }
        } catch (ClientGone e) {
            // That is the end that we waited for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether events can still be sent. */
    public boolean isOpen() {
        lock.lock();
        try {
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the stream; what was given before is still sent. Returns when the end is written. Harmless when repeated,
     * or when the client left.
     */
    @Override
    public void close() {
        if (beginClosing()) {
            State last = writeEnd();
            lock.lock();
            try {
                state = last;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** The client is gone: nothing can be sent any more. */
    void clientLeft() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.GONE;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The server drains: who waits for the end need not wait longer. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the client got the stream to its end, so that the connection can be used again. */
    boolean ended() {
        lock.lock();
        try {
            return state == State.ENDED;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for whoever writes, which the write timeout bounds; true when the caller is the one to write the end. */
    private boolean beginClosing() {
        lock.lock();
        try {
            boolean first = state == State.OPEN;
            if (first) {
                state = State.CLOSING;
                changed.signalAll();
            }
            while (writing || (!first && state == State.CLOSING)) {
                changed.awaitUninterruptibly();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private State writeEnd() {
        try {
            ByteWriter rest = takeQueue();
            ByteWriter out = new ByteWriter(CHUNK_FRAME + (rest == null ? 0 : rest.length()));
            if (rest != null) {
                chunk(out, rest);
            }
            out.bytes(LAST_CHUNK);
            connection.write(out.array(), out.length());
            return State.ENDED;
        } catch (ClientGone e) {
            return State.GONE;
        }
    }

    /** Queues the bytes; true when the caller is to write them. */
    private boolean enqueue(byte[] bytes) {
        boolean overflow;
        lock.lock();
        try {
            requireOpen();
            ByteWriter waiting = queue;
            overflow = waiting != null && waiting.length() + bytes.length > maxQueued;
            if (overflow) {
                state = State.GONE;
                changed.signalAll();
            } else {
                queue = (waiting == null ? new ByteWriter(bytes.length) : waiting).bytes(bytes);
            }
            if (!overflow && !writing) {
                writing = true;
                return true;
            }
        } finally {
            lock.unlock();
        }
        if (overflow) {
            connection.cut();
            throw new ClientGone("The client reads its event stream too slowly and was cut off", null);
        }
        return false;
    }

    private void requireOpen() {
        switch (state) {
            case OPEN -> {}
            case CLOSING, ENDED -> throw new ClientGone("The event stream was closed", null);
            case GONE -> throw new ClientGone("The client closed its event stream", null);
        }
    }

    private void writeQueue() {
        boolean done = false;
        try {
            ByteWriter batch = takeOrStop();
            while (batch != null) {
                ByteWriter out = new ByteWriter(CHUNK_FRAME + batch.length());
                chunk(out, batch);
                connection.write(out.array(), out.length());
                batch = takeOrStop();
            }
            done = true;
        } catch (ClientGone e) {
            clientLeft();
            throw e;
        } finally {
            if (!done) {
                stopWriting();
            }
        }
    }

    private void writeQuietly() {
        try {
            writeQueue();
        } catch (ClientGone e) {
            // The next to send will hear of it.
        }
    }

    private static void chunk(ByteWriter out, ByteWriter data) {
        out.latin1(Integer.toHexString(data.length())).latin1("\r\n");
        out.bytes(data.array(), 0, data.length()).latin1("\r\n");
    }

    private @Nullable ByteWriter takeQueue() {
        lock.lock();
        try {
            ByteWriter batch = queue;
            queue = null;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ByteWriter takeOrStop() {
        lock.lock();
        try {
            ByteWriter batch = queue;
            queue = null;
            if (batch == null) {
                writing = false;
                changed.signalAll();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void stopWriting() {
        lock.lock();
        try {
            writing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean waitOnce(Duration heartbeat) throws InterruptedException {
        long left = heartbeat.toNanos();
        lock.lock();
        try {
            while (mayWait() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return mayWait();
        } finally {
            lock.unlock();
        }
    }

    private boolean mayWait() {
        return state == State.OPEN && !connection.draining();
    }

    private static byte[] commentBytes(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\n: ");
        return (": " + lines + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
