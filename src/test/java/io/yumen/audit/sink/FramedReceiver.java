package io.yumen.audit.sink;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of syslog over TCP that takes messages by their length (RFC 6587), or accepts and never reads. */
final class FramedReceiver implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Manner manner;

    /** How it receives. */
    enum Manner {
        READS,
        NEVER_READS
    }

    FramedReceiver(Manner manner, int port) throws IOException {
        this.manner = manner;
        listener.setReuseAddress(true);
        listener.setReceiveBufferSize(4096);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> messages() {
        return messages;
    }

    int connections() {
        return connections.size();
    }

    /** Ends every connection, and goes on listening. */
    void hangUp() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        hangUp();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                connections.add(connection);
                if (manner == Manner.READS) {
                    Thread.ofVirtual().start(() -> read(connection));
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void read(Socket connection) {
        try (InputStream in = new BufferedInputStream(connection.getInputStream())) {
            StringBuilder length = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == ' ') {
                    byte[] message = in.readNBytes(Integer.parseInt(length.toString()));
                    messages.add(new String(message, StandardCharsets.UTF_8));
                    length.setLength(0);
                } else {
                    length.append((char) next);
                }
            }
        } catch (IOException e) {
            // Hung up.
        }
    }
}
