package io.yumen.kube.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The server's end of a WebSocket of binary messages. One thread reads; many may write. */
public final class WebSocketEnd {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final DataInputStream in;
    private final OutputStream out;
    private final String protocol;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    private WebSocketEnd(Call.Switched connection, String protocol) {
        in = new DataInputStream(connection.in());
        out = connection.out();
        this.protocol = protocol;
    }

    /** Opens one, with the first of those protocols that the client offers; nothing when the call asks for no such. */
    public static Optional<WebSocketEnd> open(Call call, List<String> protocols) {
        List<String> offered = call.headers("Sec-WebSocket-Protocol").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
        boolean asked = "websocket".equalsIgnoreCase(call.header("Upgrade").orElse(""));
        Optional<String> protocol = protocols.stream().filter(offered::contains).findFirst();
        if (!asked || protocol.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WebSocketEnd(
                call.upgrade(Map.of(
                        "Upgrade",
                        "websocket",
                        "Connection",
                        "Upgrade",
                        "Sec-WebSocket-Accept",
                        accept(call.header("Sec-WebSocket-Key").orElse("")),
                        "Sec-WebSocket-Protocol",
                        protocol.get())),
                protocol.get()));
    }

    /** What was agreed upon. */
    public String protocol() {
        return protocol;
    }

    /** The next message; null at the end. */
    public byte @Nullable [] read() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                switch (first & 15) {
                    case CLOSE -> {
                        close(1000);
                        return null;
                    }
                    case PING -> write(PONG, payload);
                    case PONG -> {}
                    default -> {
                        message.write(payload);
                        if ((first & 128) != 0) {
                            return message.toByteArray();
                        }
                    }
                }
            }
        } catch (EOFException e) {
            return null;
        }
    }

    /** Sends a message. */
    public void write(byte[] message) throws IOException {
        write(BINARY, message);
    }

    /** Sends a message on a channel, which is its first byte. */
    public void write(int channel, byte[] message, int length) throws IOException {
        byte[] whole = new byte[length + 1];
        whole[0] = (byte) channel;
        System.arraycopy(message, 0, whole, 1, length);
        write(whole);
    }

    /** Says that nothing more comes. */
    public void close(int code) throws IOException {
        lock.lock();
        try {
            if (!closed) {
                write(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
                closed = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** What comes in as one stream, whatever its messages. */
    public InputStream input() {
        return new InputStream() {
            private byte[] message = {};
            private int at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                // Who asks for nothing must not wait for something.
                while (at == message.length && length > 0) {
                    byte[] next = WebSocketEnd.this.read();
                    if (next == null) {
                        return -1;
                    }
                    message = next;
                    at = 0;
                }
                int count = Math.min(length, message.length - at);
                System.arraycopy(message, at, into, from, count);
                at += count;
                return count;
            }
        };
    }

    /** One stream; a message goes out with each flush. */
    public OutputStream output() {
        return new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                if (size() > 0) {
                    WebSocketEnd.this.write(toByteArray());
                    reset();
                }
            }
        };
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = second & 127;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (length > 16 << 20) {
            throw new IOException("A frame of " + length + " bytes");
        }
        byte[] mask = (second & 128) == 0 ? new byte[4] : in.readNBytes(4);
        byte[] payload = in.readNBytes((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private void write(int opcode, byte[] payload) throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            out.write(128 | opcode);
            if (payload.length < 126) {
                out.write(payload.length);
            } else if (payload.length < 65_536) {
                out.write(126);
                out.write(
                        ByteBuffer.allocate(2).putShort((short) payload.length).array());
            } else {
                out.write(127);
                out.write(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            out.write(payload);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
