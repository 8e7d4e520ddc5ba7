package io.yumen.http.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that speaks exactly the bytes that a test wants. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawClient(int port) {
        this(port, InetAddress.getLoopbackAddress());
    }

    private RawClient(int port, InetAddress from) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
            socket.setSoTimeout(10_000);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that calls from that address of this machine. */
    static RawClient from(String address, int port) {
        try {
            return new RawClient(port, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socket socket() {
        return socket;
    }

    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads up to and with this text. */
    String readUntil(String end) {
        StringBuilder text = new StringBuilder();
        try {
            while (text.indexOf(end) < 0) {
                int b = in.read();
                if (b < 0) {
                    throw new IllegalStateException("The connection ended after: " + text);
                }
                text.append((char) b);
            }
        } catch (IOException e) {
            throw new IllegalStateException("No more after: " + text, e);
        }
        return text.toString();
    }

    /** Reads one response with a length: its status line and its body. */
    String response() {
        String head = readUntil("\r\n\r\n");
        int at = head.indexOf("Content-Length: ");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        try {
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            return head.substring(9, head.indexOf('\r')) + "|" + body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end of the connection; a reset counts as an end. */
    String readAll() {
        StringBuilder text = new StringBuilder();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException("Still open after: " + text, e);
        } catch (IOException e) {
            return text.toString();
        }
        return text.toString();
    }

    /** Closes with a reset instead of an orderly end. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes in good order, in the middle of a test. */
    void leave() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
