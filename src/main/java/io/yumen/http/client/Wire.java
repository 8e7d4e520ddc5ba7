package io.yumen.http.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** The bytes of a connection, plain or encrypted. Closing the channel from another thread ends a blocked call. */
interface Wire {
    /** Reads some bytes, blocking; negative at the end. */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Writes all the bytes, in one system call where the system takes them. */
    void write(byte[] from, int length) throws IOException;

    /** Whether an unused connection was closed by the peer, or holds bytes that nobody asked for. */
    boolean stale() throws IOException;

    /** How long after its last use a connection need not be looked at, since the look has its price. */
    long trustedNanos();

    /** Straight to the socket. */
    record Plain(SocketChannel channel) implements Wire {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(into, offset, length));
        }

        @Override
        public void write(byte[] from, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(from, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }

        @Override
        public boolean stale() throws IOException {
            channel.configureBlocking(false);
            int count = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return count != 0;
        }

        @Override
        public long trustedNanos() {
            return TimeUnit.MILLISECONDS.toNanos(1);
        }
    }

    /** Through TLS. */
    record Encrypted(SSLSocket socket) implements Wire {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return socket.getInputStream().read(into, offset, length);
        }

        @Override
        public void write(byte[] from, int length) throws IOException {
            socket.getOutputStream().write(from, 0, length);
        }

        @Override
        public boolean stale() throws IOException {
            // What lies in the socket may be a session ticket, which only the TLS layer can tell from an end.
            socket.setSoTimeout(1);
            try {
                socket.getInputStream().read();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(0);
            }
        }

        @Override
        public long trustedNanos() {
            return TimeUnit.SECONDS.toNanos(1);
        }
    }
}
