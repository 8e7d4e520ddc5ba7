package io.yumen.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads HTTP/1.1 heads and bodies from one connection, for the load client and the tiny server. Trusts its peer. */
final class HttpWire {
    private final InputStream in;
    private byte[] buffer = new byte[16 << 10];
    private int from;
    private int to;

    HttpWire(InputStream in) {
        this.in = in;
    }

    /** The head up to and without its empty line, or null at the end of the connection. */
    String head() throws IOException {
        int searched = from;
        while (true) {
            for (int i = searched; i + 3 < to; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    String head = new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
                    from = i + 4;
                    return head;
                }
            }
            searched = Math.max(from, to - 3);
            int shift = from;
            if (!fill()) {
                return null;
            }
            searched -= shift - from;
        }
    }

    /** The body that the head announces. */
    byte[] body(String head) throws IOException {
        int length = contentLength(head);
        if (length >= 0) {
            return take(length);
        }
        return head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked") ? chunks() : new byte[0];
    }

    private byte[] chunks() throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line().strip(), 16);
            all.writeBytes(take(length));
            line();
            if (length == 0) {
                return all.toByteArray();
            }
        }
    }

    /** One line without its end. */
    String line() throws IOException {
        int searched = from;
        while (true) {
            for (int i = searched; i < to; i++) {
                if (buffer[i] == '\n') {
                    String line = new String(buffer, from, i - from, StandardCharsets.UTF_8);
                    from = i + 1;
                    return line;
                }
            }
            searched = to;
            int shift = from;
            if (!fill()) {
                throw new EOFException();
            }
            searched -= shift - from;
        }
    }

    private byte[] take(int length) throws IOException {
        while (to - from < length) {
            if (!fill()) {
                throw new EOFException();
            }
        }
        byte[] bytes = Arrays.copyOfRange(buffer, from, from + length);
        from += length;
        return bytes;
    }

    /** Reads more; what is unread moves to the front of the buffer. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            return false;
        }
        to += read;
        return true;
    }

    static int contentLength(String head) {
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at < 0) {
            return -1;
        }
        int end = lower.indexOf('\r', at);
        return Integer.parseInt(lower.substring(at + "content-length:".length(), end < 0 ? lower.length() : end)
                .strip());
    }
}
