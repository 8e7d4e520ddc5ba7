package io.yumen.http.client;

import io.yumen.http.ByteWriter;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server: its bytes, its buffers, and who uses it.
 *
 * <p>The user is one reference: a call's control, {@link #IDLE} in the pool, or {@link #ENDED}. Every change is a
 * compare-and-set, so that a cancel or a deadline that comes too late can never close the connection under the next
 * call.
 */
final class Upstream {
    private static final CallControl IDLE = CallControl.within(Duration.ZERO);
    private static final CallControl ENDED = CallControl.within(Duration.ZERO);
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int KEPT_OUTPUT_BYTES = 64 << 10;

    private final Origin origin;
    private final AtomicReference<CallControl> user;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private ByteWriter output = new ByteWriter(1024);
    private int position;
    private int limit;
    private volatile @Nullable SocketChannel channel;
    private @Nullable Wire wire;
    private int exchanges;
    private boolean answered;
    private volatile long idleSince;
    private volatile long keepNanos;

    Upstream(Origin origin, CallControl firstUser) {
        this.origin = origin;
        this.user = new AtomicReference<>(firstUser);
    }

    Origin origin() {
        return origin;
    }

    SocketChannel openChannel() throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        if (user.get() == ENDED) {
            opened.close();
        }
        return opened;
    }

    SocketChannel channel() {
        SocketChannel opened = channel;
        if (opened == null) {
            throw new IllegalStateException("Not connected");
        }
        return opened;
    }

    void closeChannel() {
        SocketChannel opened = channel;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }

    void connected(Wire established) {
        wire = established;
    }

    /** Ends the connection if this call still uses it. */
    void abort(CallControl control) {
        if (user.compareAndSet(control, ENDED)) {
            closeChannel();
        }
    }

    /** Ends the connection if it is idle. */
    boolean evict() {
        boolean won = user.compareAndSet(IDLE, ENDED);
        if (won) {
            closeChannel();
        }
        return won;
    }

    /** Ends the connection; only by its user. */
    void end() {
        user.set(ENDED);
        closeChannel();
    }

    /** Takes the connection out of idleness; false when it has ended or the peer has closed it. */
    boolean take(CallControl control, long now) {
        if (!user.compareAndSet(IDLE, control)) {
            return false;
        }
        if (now - idleSince < requireWire().trustedNanos()) {
            return true;
        }
        try {
            if (now - idleSince < keepNanos && !requireWire().stale()) {
                return true;
            }
        } catch (IOException e) {
            // Stale indeed.
        }
        end();
        return false;
    }

    /** Gives the connection back to idleness, to be kept for this long; false when it has ended meanwhile. */
    boolean rest(CallControl control, long keep) {
        idleSince = System.nanoTime();
        keepNanos = keep;
        return user.compareAndSet(control, IDLE);
    }

    /** Called by the watch: ends what is over its time. Returns whether it evicted an idle connection. */
    boolean check(long now) {
        CallControl current = user.get();
        if (current == IDLE) {
            return now - idleSince > keepNanos && evict();
        }
        if (current != ENDED && current.nanosLeft(now) <= 0) {
            abort(current);
        }
        return false;
    }

    /** Begins an exchange; what is put into the writer leaves with {@link #flush}. */
    ByteWriter beginRequest() {
        exchanges++;
        answered = false;
        output.clear();
        return output;
    }

    /** Whether this is not the first exchange here, and nothing of its answer came. */
    boolean reusedUnanswered() {
        return exchanges > 1 && !answered;
    }

    void flush() throws IOException {
        requireWire().write(output.array(), output.length());
        if (output.array().length > KEPT_OUTPUT_BYTES) {
            output = new ByteWriter(1024);
        }
    }

    /** Writes bytes that belong to no request, after the connection was switched. */
    void write(byte[] bytes, int length) throws IOException {
        requireWire().write(bytes, length);
    }

    /** How many bytes are read but not consumed. */
    int buffered() {
        return limit - position;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** Some bytes, or -1 at the end; large reads go past the buffer. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= BUFFER_BYTES) {
                return requireWire().read(into, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int some = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, some);
        position += some;
        return some;
    }

    private boolean fill() throws IOException {
        int count = requireWire().read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(count, 0);
        answered = answered || count > 0;
        return count > 0;
    }

    private Wire requireWire() {
        Wire established = wire;
        if (established == null) {
            throw new IllegalStateException("Not connected");
        }
        return established;
    }
}
