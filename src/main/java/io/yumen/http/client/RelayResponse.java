package io.yumen.http.client;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import io.yumen.http.SseLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A response: its head is there, its body is still on the connection. Read it to the end ({@link #body} or
 * {@link #events}), which gives the connection back, or {@link #close} it, which ends the connection. For one thread.
 */
public final class RelayResponse implements AutoCloseable {
    private static final int CHUNK = 8 << 10;
    private static final int FIRST_CAPACITY = 64 << 10;

    private final ResponseHead head;
    private final ResponseBody body;
    private final Lease lease;

    RelayResponse(ResponseHead head, ResponseBody body, Lease lease) {
        this.head = head;
        this.body = body;
        this.lease = lease;
        if (body.ended()) {
            lease.done(head);
        }
    }

    /** The status; redirects are not followed. */
    public int status() {
        return head.status();
    }

    /** The header fields. */
    public Headers headers() {
        return head.headers();
    }

    /** Whether the body is an event stream. */
    public boolean isEventStream() {
        String type = head.headers().find("Content-Type");
        if (type == null) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String essence = semicolon < 0 ? type : type.substring(0, semicolon);
        return essence.trim().equalsIgnoreCase("text/event-stream");
    }

    /**
     * Reads the whole body.
     *
     * @throws HttpException TOO_LARGE when it has more bytes than this, TIMED_OUT, CANCELLED, CLOSED or PROTOCOL
     */
    public byte[] body(int maxBytes) {
        if (body.announced() > maxBytes) {
            close();
            throw tooLarge(maxBytes);
        }
        return body.announced() >= 0 ? readFixed((int) body.announced()) : readOpen(maxBytes);
    }

    /** The body as an event stream. The deadline of the call's control holds; {@link CallControl#extend} moves it. */
    public SseReader events(SseLimits limits) {
        return new SseReader(this, limits);
    }

    /** Ends the connection unless the body was read to its end. Harmless when repeated. */
    @Override
    public void close() {
        lease.abandon();
    }

    /** Reads some bytes of the body, blocking; -1 at the end. */
    int read(byte[] into, int offset, int length) {
        try {
            int count = body.read(into, offset, length);
            if (body.ended()) {
                lease.done(head);
            }
            return count;
        } catch (IOException e) {
            throw lease.failed(e, Progress.MAYBE_SENT);
        } catch (HttpException e) {
            lease.abandon();
            throw e;
        }
    }

    private byte[] readFixed(int length) {
        byte[] all = new byte[Math.min(length, FIRST_CAPACITY)];
        int count = 0;
        while (count < length) {
            if (count == all.length) {
                all = Arrays.copyOf(all, (int) Math.min(length, 2L * count));
            }
            count += read(all, count, all.length - count);
        }
        return all;
    }

    private byte[] readOpen(int maxBytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(CHUNK);
        byte[] some = new byte[CHUNK];
        for (int count = read(some, 0, CHUNK); count >= 0; count = read(some, 0, CHUNK)) {
            if (all.size() + count > maxBytes) {
                close();
                throw tooLarge(maxBytes);
            }
            all.write(some, 0, count);
        }
        return all.toByteArray();
    }

    private static HttpException tooLarge(int maxBytes) {
        return new HttpException(
                Code.TOO_LARGE, Progress.MAYBE_SENT, "The response is larger than " + maxBytes + " bytes", null);
    }
}
