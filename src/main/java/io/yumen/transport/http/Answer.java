package io.yumen.transport.http;

import io.yumen.http.ClientGone;
import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.session.Outlet;
import io.yumen.transport.Head;
import io.yumen.transport.Status;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP response to one request: a JSON document if the final response is the first thing to be sent, else an event
 * stream. Safe for many threads; after the client has gone, everything is dropped.
 */
final class Answer implements Outlet {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");
    private static final Headers STREAM = Headers.of("X-Accel-Buffering", "no");

    private final HttpResponse response;
    private final MessageCodec codec;
    private final Headers headers;
    private final Consumer<EventStream> whenOpened;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private Phase phase = Phase.UNDECIDED;
    private @Nullable EventStream stream;
    private volatile long lastSentNanos = System.nanoTime();

    private interface Opener {
        EventStream open(int status, Headers headers);
    }

    private enum Phase {
        UNDECIDED,
        OPENING,
        STREAMING,
        DONE
    }

    /** An answer with those headers in either form. */
    Answer(HttpResponse response, MessageCodec codec, Headers headers) {
        this(response, codec, headers, stream -> {});
    }

    /** An answer that says when it has become a stream, before anything is sent on it. */
    Answer(HttpResponse response, MessageCodec codec, Headers headers, Consumer<EventStream> whenOpened) {
        this.response = response;
        this.codec = codec;
        this.headers = headers;
        this.whenOpened = whenOpened;
    }

    @Override
    public void send(Message message) {
        sendEvent(event(message));
    }

    private void sendEvent(SseEvent event) {
        EventStream open = open();
        if (open == null) {
            return;
        }
        try {
            open.send(event);
            lastSentNanos = System.nanoTime();
        } catch (ClientGone e) {
            end();
        }
    }

    /** Sends the final response in whichever form the answer has taken, and ends it. */
    void finish(Message.Response message, Head head) {
        if (!finishAsJson(message, head)) {
            sendEvent(event(message));
            close();
        }
    }

    /** Sends the final response as JSON; false, and nothing is sent, when the answer has become a stream. */
    boolean finishAsJson(Message.Response message, Head head) {
        if (!decideForJson()) {
            return false;
        }
        sendJson(message, head);
        return true;
    }

    /** Ends an answer that has become a stream. */
    void close() {
        EventStream open = stream;
        end();
        if (open != null) {
            open.close();
        }
    }

    /** Shows that the request is still under way, if the client has heard nothing for that long. */
    void keepAlive(long silentNanos) {
        if (System.nanoTime() - lastSentNanos < silentNanos) {
            return;
        }
        EventStream open = open();
        if (open == null) {
            return;
        }
        try {
            open.comment("");
            lastSentNanos = System.nanoTime();
        } catch (ClientGone e) {
            end();
        }
    }

    private SseEvent event(Message message) {
        return SseEvent.of(new String(codec.write(message), StandardCharsets.UTF_8));
    }

    private void sendJson(Message.Response message, Head head) {
        try {
            response.send(head.status(), JSON.with(headers).with(head.headers()), codec.write(message));
        } catch (ClientGone e) {
            end();
        }
    }

    private boolean decideForJson() {
        lock.lock();
        try {
            if (phase == Phase.UNDECIDED) {
                phase = Phase.DONE;
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the answer became a stream, be it that it has ended since. */
    boolean wasStream() {
        lock.lock();
        try {
            return stream != null;
        } finally {
            lock.unlock();
        }
    }

    /** The stream, opened by whoever comes first; null when the answer is done. */
    @Nullable
    EventStream open() {
        return open(response::stream);
    }

    /** Ends the connection and nothing else: who reads it comes back for the rest. It is not used again. */
    @Override
    public void release() {
        EventStream open = open(response::lastStream);
        end();
        if (open != null) {
            open.close();
        }
    }

    private @Nullable EventStream open(Opener opener) {
        lock.lock();
        try {
            while (phase == Phase.OPENING) {
                opened.awaitUninterruptibly();
            }
            if (phase != Phase.UNDECIDED) {
                return phase == Phase.STREAMING ? stream : null;
            }
            phase = Phase.OPENING;
        } finally {
            lock.unlock();
        }
        EventStream made = null;
        try {
            made = opener.open(Status.OK, STREAM.with(headers));
            whenOpened.accept(made);
        } catch (ClientGone e) {
            // Nobody is there to read: the answer is done.
        } finally {
            settle(made);
        }
        return made;
    }

    private void settle(@Nullable EventStream made) {
        lock.lock();
        try {
            stream = made;
            phase = made == null ? Phase.DONE : Phase.STREAMING;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            phase = Phase.DONE;
        } finally {
            lock.unlock();
        }
    }
}
