package io.yumen.service.browser.cdp;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the JDK as a wire: sends one message after the other, joins what comes in parts, and keeps no more than the limit of it. */
final class SocketWire implements CdpWire, WebSocket.Listener {
    /** A message that goes on beyond so many times the limit never ends. */
    private static final int PATIENCE = 8;

    private static final int QUEUED_COMMANDS = 4;

    private final CdpLimits limits;
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder message = new StringBuilder();
    private int length;
    private CompletableFuture<?> tail = CompletableFuture.completedFuture(null);
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable Ear ear;

    SocketWire(CdpLimits limits) {
        this.limits = limits;
    }

    /** The handshake is done. */
    SocketWire opened(WebSocket opened) {
        socket = opened;
        return this;
    }

    /** Whom to tell. */
    SocketWire telling(Ear told) {
        ear = told;
        return this;
    }

    @Override
    public void begin() {
        WebSocket opened = socket;
        if (opened != null) {
            opened.request(1);
        }
    }

    @Override
    public boolean send(String text) {
        WebSocket opened = socket;
        if (opened == null || over.get()) {
            return false;
        }
        if (queued.addAndGet(text.length()) > (long) QUEUED_COMMANDS * limits.sentBytes()) {
            queued.addAndGet(-text.length());
            return false;
        }
        lock.lock();
        try {
            // The socket takes one message at a time.
            tail = tail.thenCompose(before -> opened.sendText(text, true))
                    .whenComplete((sent, failure) -> settled(text.length(), failure));
        } finally {
            lock.unlock();
        }
        return true;
    }

    @Override
    public void close() {
        over.set(true);
        WebSocket opened = socket;
        if (opened != null) {
            opened.abort();
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Nothing is asked for yet: whoever listens is not there.
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        length = (int) Math.min((long) length + data.length(), Integer.MAX_VALUE);
        int most = limits.json().maxBytes();
        int room = most + 1 - message.length();
        message.append(data, 0, Math.min(data.length(), room));
        if (length > Math.min((long) PATIENCE * most, Integer.MAX_VALUE - 1)) {
            end("the browser sent a message without an end");
            from.abort();
            return null;
        }
        // Asked for before it is needed, so that the end of the connection is heard meanwhile; it comes after this
        // returned.
        from.request(1);
        if (last) {
            told();
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        end("the browser sent what is no text");
        from.abort();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end("the browser closed the connection");
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end("the connection to the browser was lost");
    }

    private void settled(int sent, @Nullable Throwable failure) {
        queued.addAndGet(-sent);
        if (failure != null) {
            end("the browser takes nothing any more");
        }
    }

    private void told() {
        Ear told = ear;
        byte[] utf8 = message.toString().getBytes(StandardCharsets.UTF_8);
        message.setLength(0);
        message.trimToSize();
        boolean whole = length <= limits.json().maxBytes()
                && utf8.length <= limits.json().maxBytes();
        length = 0;
        if (told != null && whole) {
            told.message(utf8);
        } else if (told != null) {
            ByteArrayOutputStream head = new ByteArrayOutputStream(IdAtStart.BYTES);
            head.write(utf8, 0, Math.min(utf8.length, IdAtStart.BYTES));
            told.tooLarge(head.toByteArray());
        }
    }

    private void end(String reason) {
        Ear told = ear;
        if (!over.getAndSet(true) && told != null) {
            told.ended(reason);
        }
    }
}
