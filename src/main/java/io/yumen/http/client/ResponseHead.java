package io.yumen.http.client;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import io.yumen.http.HttpSyntax;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response, read strictly (RFC 9112): what two readers could understand in two ways is refused.
 *
 * @param status the final status
 * @param headers the fields
 * @param framing how the body ends
 * @param persistent whether the peer lets us use the connection again
 */
record ResponseHead(int status, Headers headers, Framing framing, boolean persistent) {
    static final int SWITCHING = 101;

    private static final int MAX_INTERIM = 8;
    private static final int MAX_LENGTH_DIGITS = 18;
    private static final Framing CHUNKED = new Framing.Chunked();
    private static final Framing UNTIL_CLOSE = new Framing.UntilClose();

    /** How the end of a body is found. */
    sealed interface Framing {
        /** After this many bytes. */
        record Length(long bytes) implements Framing {}

        /** Chunks, the last of which is empty. */
        record Chunked() implements Framing {}

        /** At the end of the connection. */
        record UntilClose() implements Framing {}
    }

    /**
     * Reads the head of the final response, past interim ones.
     *
     * @throws EOFException when the connection ends before the head does
     */
    static ResponseHead read(Upstream upstream, String method, int maxBytes) throws IOException {
        ResponseHead head = readOrSwitch(upstream, method, maxBytes);
        if (head.status() == SWITCHING) {
            throw broken("The server switched protocols without being asked");
        }
        return head;
    }

    /** The same after a request to switch protocols: what follows a head of status 101 is no body. */
    static ResponseHead readOrSwitch(Upstream upstream, String method, int maxBytes) throws IOException {
        Reader reader = new Reader(upstream, maxBytes);
        for (int i = 0; i < MAX_INTERIM; i++) {
            String statusLine = reader.line();
            int status = status(statusLine);
            Headers headers = reader.fields();
            if (status == SWITCHING) {
                return new ResponseHead(status, headers, new Framing.Length(0), false);
            }
            if (status >= 200) {
                return assess(status, statusLine.startsWith("HTTP/1.1"), headers, method);
            }
        }
        throw broken("The server sends interim responses without end");
    }

    /** The same on a connection that must not be used again. */
    ResponseHead notPersistent() {
        return new ResponseHead(status, headers, framing, false);
    }

    private static int status(String line) {
        boolean shaped = isStatusLine(line);
        int status = 0;
        for (int i = 9; shaped && i < 12; i++) {
            int digit = line.charAt(i) - '0';
            shaped = digit >= 0 && digit <= 9;
            status = 10 * status + digit;
        }
        if (!shaped || status < 100 || status > 599) {
            throw broken("The server does not answer in HTTP/1.1");
        }
        return status;
    }

    private static boolean isStatusLine(String line) {
        return line.length() >= 12
                && (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
                && (line.length() == 12 || line.charAt(12) == ' ');
    }

    private static ResponseHead assess(int status, boolean modern, Headers headers, String method) {
        boolean persistent =
                modern ? !headers.hasToken("Connection", "close") : headers.hasToken("Connection", "keep-alive");
        Framing announced = framing(modern, headers);
        if (method.equals("HEAD") || status == 304) {
            return new ResponseHead(status, headers, new Framing.Length(0), persistent);
        }
        if (status == 204) {
            // A body here is against the rules; whether one follows cannot be known.
            boolean silent = !(announced instanceof Framing.Chunked)
                    && !(announced instanceof Framing.Length length && length.bytes() > 0);
            return new ResponseHead(status, headers, new Framing.Length(0), persistent && silent);
        }
        return new ResponseHead(status, headers, announced, persistent && !(announced instanceof Framing.UntilClose));
    }

    private static Framing framing(boolean modern, Headers headers) {
        String coding = single(headers, "Transfer-Encoding");
        String length = single(headers, "Content-Length");
        if (coding == null) {
            return length == null ? UNTIL_CLOSE : new Framing.Length(length(length));
        }
        if (!modern || !coding.equalsIgnoreCase("chunked")) {
            throw broken("The server sends a transfer coding that is not understood");
        }
        if (length != null) {
            throw broken("The server sends both Transfer-Encoding and Content-Length");
        }
        return CHUNKED;
    }

    /** The value under this name, which may only repeat itself. Written for speed: every response passes here. */
    private static @Nullable String single(Headers headers, String name) {
        String value = null;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.nameAt(i).equalsIgnoreCase(name)) {
                String next = headers.valueAt(i);
                if (value != null && (!value.equals(next) || name.equals("Transfer-Encoding"))) {
                    throw broken("The server sends " + name + " more than once");
                }
                value = next;
            }
        }
        return value;
    }

    private static long length(String text) {
        boolean sound = !text.isEmpty() && text.length() <= MAX_LENGTH_DIGITS;
        long length = 0;
        for (int i = 0; sound && i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            sound = digit >= 0 && digit <= 9;
            length = 10 * length + digit;
        }
        if (!sound) {
            throw broken("The server sends a Content-Length that is not a number");
        }
        return length;
    }

    private static HttpException broken(String message) {
        return new HttpException(Code.PROTOCOL, Progress.MAYBE_SENT, message, null);
    }

    /** Reads lines and fields with one cap over all of them. Also for the trailers of a chunked body. */
    static final class Reader {
        private final Upstream upstream;
        private byte[] line = new byte[128];
        private int left;

        Reader(Upstream upstream, int maxBytes) {
            this.upstream = upstream;
            this.left = maxBytes;
        }

        /** A line that must end in CR LF, without them; Latin-1. */
        String line() throws IOException {
            int length = 0;
            while (true) {
                int b = next();
                if (b == '\r') {
                    if (next() != '\n') {
                        throw broken("The server sends CR without LF");
                    }
                    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
                }
                if (!HttpSyntax.isFieldCharacter(b)) {
                    throw broken("The server sends a control character in its response head");
                }
                if (length == line.length) {
                    line = Arrays.copyOf(line, 2 * length);
                }
                line[length++] = (byte) b;
            }
        }

        /** Fields up to the empty line. */
        Headers fields() throws IOException {
            String[] fields = new String[16];
            int count = 0;
            for (String text = line(); !text.isEmpty(); text = line()) {
                int colon = text.indexOf(':');
                String name = colon < 0 ? "" : text.substring(0, colon);
                // A line that begins with white space, once a continuation, has no valid name either.
                if (!HttpSyntax.isToken(name)) {
                    throw broken("The server sends a malformed header line");
                }
                if (count == fields.length) {
                    fields = Arrays.copyOf(fields, 2 * count);
                }
                fields[count++] = name;
                fields[count++] = trim(text, colon + 1);
            }
            return Headers.parsed(Arrays.copyOf(fields, count));
        }

        private int next() throws IOException {
            if (--left < 0) {
                throw new HttpException(
                        Code.TOO_LARGE, Progress.MAYBE_SENT, "The head of the response is too large", null);
            }
            int b = upstream.read();
            if (b < 0) {
                throw new EOFException("The connection ended in the response head");
            }
            return b;
        }

        private static String trim(String text, int from) {
            int start = from;
            int end = text.length();
            while (start < end && isBlank(text.charAt(start))) {
                start++;
            }
            while (end > start && isBlank(text.charAt(end - 1))) {
                end--;
            }
            return text.substring(start, end);
        }

        private static boolean isBlank(char character) {
            return character == ' ' || character == '\t';
        }
    }

    /** Seconds of the {@code Keep-Alive: timeout=} hint, or null. */
    @Nullable
    Integer keepAliveSeconds() {
        String hint = headers.find("Keep-Alive");
        if (hint == null) {
            return null;
        }
        for (String part : hint.split(",", -1)) {
            String text = part.trim();
            if (text.startsWith("timeout=") && text.length() <= 14) {
                try {
                    return Math.max(0, Integer.parseInt(text.substring(8)));
                } catch (NumberFormatException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
