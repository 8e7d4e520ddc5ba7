package io.yumen.kube.wire;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One stream of a SPDY connection. */
public final class SpdyStream {
    private static final byte[] END = {};

    private final Spdy connection;
    private final int id;
    private final Map<String, String> headers;
    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();

    SpdyStream(Spdy connection, int id, Map<String, String> headers) {
        this.connection = connection;
        this.id = id;
        this.headers = headers;
    }

    /** What the client said of it; empty where it said nothing of the kind. Names are in small letters. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The next bytes; null at the end. */
    public byte @Nullable [] read() throws InterruptedException {
        byte[] bytes = arrived.take();
        return bytes == END ? null : bytes;
    }

    /** Sends bytes. */
    public void write(byte[] bytes, int length) throws IOException {
        connection.data(id, bytes, length, false);
    }

    /** Sends the end. */
    public void end() throws IOException {
        connection.data(id, END, 0, true);
    }

    void received(byte[] bytes, boolean last) {
        if (bytes.length > 0) {
            arrived.add(bytes);
        }
        if (last) {
            ended();
        }
    }

    void ended() {
        arrived.add(END);
    }
}
