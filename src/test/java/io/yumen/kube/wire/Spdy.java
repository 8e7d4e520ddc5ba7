package io.yumen.kube.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The server's end of SPDY 3.1, as far as kubectl uses it: streams that the client opens, without windows. */
public final class Spdy {
    private static final int SYN_STREAM = 1;
    private static final int SYN_REPLY = 2;
    private static final int RST_STREAM = 3;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int FIN = 1;
    private static final int MOST_BYTES = 1 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Consumer<SpdyStream> opened;
    private final Map<Integer, SpdyStream> streams = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Inflater inflater = new Inflater();
    private final Deflater deflater = new Deflater();

    /** Over that connection; each stream that the client opens is handed over, on the thread that reads. */
    public Spdy(InputStream in, OutputStream out, Consumer<SpdyStream> opened) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.opened = opened;
        deflater.setDictionary(SpdyDictionary.bytes());
    }

    /** Reads until the connection ends. */
    public void run() throws IOException {
        try {
            boolean more = true;
            while (more) {
                more = frame();
            }
        } catch (EOFException e) {
            // The client is done.
        } finally {
            streams.values().forEach(SpdyStream::ended);
            inflater.end();
            deflater.end();
        }
    }

    private boolean frame() throws IOException {
        int first = in.readInt();
        int second = in.readInt();
        int flags = second >>> 24;
        int length = second & 0xffffff;
        if (length > MOST_BYTES) {
            throw new IOException("A frame of " + length + " bytes");
        }
        byte[] payload = in.readNBytes(length);
        if (first >= 0) {
            SpdyStream stream = streams.get(first);
            if (stream != null) {
                stream.received(payload, (flags & FIN) != 0);
            }
            return true;
        }
        return control(first & 0xffff, flags, payload);
    }

    private boolean control(int type, int flags, byte[] payload) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        switch (type) {
            case SYN_STREAM -> {
                int id = buffer.getInt();
                buffer.position(10);
                byte[] block = new byte[buffer.remaining()];
                buffer.get(block);
                SpdyStream stream = new SpdyStream(this, id, headers(block));
                streams.put(id, stream);
                reply(id);
                if ((flags & FIN) != 0) {
                    stream.received(new byte[0], true);
                }
                opened.accept(stream);
            }
            case RST_STREAM -> {
                SpdyStream stream = streams.remove(buffer.getInt());
                if (stream != null) {
                    stream.ended();
                }
            }
            case PING -> write(PING, payload);
            case GO_AWAY -> {
                return false;
            }
            default -> {}
        }
        return true;
    }

    void data(int id, byte[] bytes, int length, boolean last) throws IOException {
        lock.lock();
        try {
            out.writeInt(id);
            out.writeInt((last ? FIN : 0) << 24 | length);
            out.write(bytes, 0, length);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    private void reply(int id) throws IOException {
        lock.lock();
        try {
            byte[] block = deflate(new byte[4]);
            write(
                    SYN_REPLY,
                    ByteBuffer.allocate(4 + block.length).putInt(id).put(block).array());
        } finally {
            lock.unlock();
        }
    }

    private void write(int type, byte[] payload) throws IOException {
        lock.lock();
        try {
            out.writeInt(0x80030000 | type);
            out.writeInt(payload.length);
            out.write(payload);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    private byte[] deflate(byte[] plain) {
        byte[] buffer = new byte[256];
        deflater.setInput(plain);
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        return java.util.Arrays.copyOf(buffer, length);
    }

    private Map<String, String> headers(byte[] block) throws IOException {
        ByteBuffer plain = ByteBuffer.wrap(inflate(block));
        Map<String, String> headers = new HashMap<>();
        for (int left = plain.getInt(); left > 0; left--) {
            String name = text(plain);
            headers.put(name, text(plain));
        }
        return headers;
    }

    private byte[] inflate(byte[] block) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        inflater.setInput(block);
        try {
            while (!inflater.needsInput() || plain.size() == 0) {
                int count = inflater.inflate(buffer);
                if (count == 0 && inflater.needsDictionary()) {
                    inflater.setDictionary(SpdyDictionary.bytes());
                } else if (count == 0) {
                    break;
                }
                plain.write(buffer, 0, count);
            }
            return plain.toByteArray();
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IOException("Headers that cannot be read", e);
        }
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[from.getInt()];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
