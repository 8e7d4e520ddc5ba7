package io.yumen.service.kubernetes.api;

import io.fabric8.kubernetes.client.http.WebSocket;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A WebSocket to a pod: frames whose first byte says which of several streams they belong to. The cluster is read no faster than its
 * frames are taken. One thread takes, any may send.
 */
public final class Channel implements AutoCloseable {
    /** Version 4 is known everywhere. */
    static final String PROTOCOL = "v4.channel.k8s.io";

    private static final int NORMAL = 1000;

    private final Taking taking;
    private final WebSocket socket;

    private Channel(Taking taking, WebSocket socket) {
        this.taking = taking;
        this.socket = socket;
    }

    static Channel open(Function<WebSocket.Listener, WebSocket> opening) {
        Taking taking = new Taking();
        return new Channel(taking, opening.apply(taking));
    }

    /**
     * A piece of one of the streams.
     *
     * @param stream which; negative at the end of all
     * @param bytes its bytes, or why it ended; not changed any more
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes of the wire, never compared
    public record Frame(int stream, byte[] bytes) {
        public boolean isEnd() {
            return stream < 0;
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The next frame, as soon as it comes; empty when none came in that time. */
    public Optional<Frame> take(Duration longest) {
        try {
            Frame frame = taking.frames.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                return Optional.empty();
            }
            if (!frame.isEnd()) {
                socket.request();
            }
            return Optional.of(frame);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
    }

    /** Sends bytes to one of the streams; returns whether it was taken. */
    public boolean send(int stream, byte[] bytes, int length) {
        ByteBuffer frame = ByteBuffer.allocate(length + 1);
        frame.put((byte) stream).put(bytes, 0, length).flip();
        return socket.send(frame);
    }

    /** Ends with the cancellation of a call, too. */
    public Cancellation.Registration endWith(Cancellation cancellation) {
        return cancellation.onCancel(this::close);
    }

    @Override
    public void close() {
        taking.end("closed");
        socket.sendClose(NORMAL, "");
    }

    /** What comes: no more than was asked for, so that the queue needs no limit of its own. */
    private static final class Taking implements WebSocket.Listener {
        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

        @Override
        public void onMessage(WebSocket from, String text) {
            take(from, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void onMessage(WebSocket from, ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            take(from, bytes);
        }

        @Override
        public void onClose(WebSocket from, int code, String reason) {
            end(reason);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end(String.valueOf(error.getMessage()));
        }

        void end(String why) {
            frames.add(new Frame(-1, why.getBytes(StandardCharsets.UTF_8)));
        }

        private void take(WebSocket from, byte[] bytes) {
            if (bytes.length == 0) {
                from.request();
            } else {
                frames.add(new Frame(bytes[0], Arrays.copyOfRange(bytes, 1, bytes.length)));
            }
        }
    }
}
