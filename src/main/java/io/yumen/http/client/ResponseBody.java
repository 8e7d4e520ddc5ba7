package io.yumen.http.client;

import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.io.EOFException;
import java.io.IOException;

/** The bytes of a response body, freed of their framing. */
final class ResponseBody {
    private static final int MAX_SIZE_DIGITS = 8;
    private static final int MAX_CHUNK_LINE = 256;
    private static final int MAX_TRAILER_BYTES = 8 << 10;

    private final Upstream upstream;
    private final ResponseHead.Framing framing;
    private long left;
    private boolean firstChunk = true;
    private boolean ended;

    ResponseBody(Upstream upstream, ResponseHead.Framing framing) {
        this.upstream = upstream;
        this.framing = framing;
        if (framing instanceof ResponseHead.Framing.Length length) {
            left = length.bytes();
            ended = left == 0;
        }
    }

    /** Whether all of it was read. */
    boolean ended() {
        return ended;
    }

    /** The exact size where it is known and fits, otherwise -1. */
    long announced() {
        return framing instanceof ResponseHead.Framing.Length length ? length.bytes() : -1;
    }

    /** Reads some bytes, blocking; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        return switch (framing) {
            case ResponseHead.Framing.Length fixed -> {
                int count = readLeft(into, offset, length);
                ended = left == 0;
                yield count;
            }
            case ResponseHead.Framing.Chunked chunked -> readChunk(into, offset, length);
            case ResponseHead.Framing.UntilClose close -> {
                int count = upstream.read(into, offset, length);
                ended = count < 0;
                yield count;
            }
        };
    }

    private int readChunk(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            if (!firstChunk) {
                lineEnd();
            }
            firstChunk = false;
            left = chunkSize();
            if (left == 0) {
                new ResponseHead.Reader(upstream, MAX_TRAILER_BYTES).fields();
                ended = true;
                return -1;
            }
        }
        return readLeft(into, offset, length);
    }

    private int readLeft(byte[] into, int offset, int length) throws IOException {
        int count = upstream.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("The connection ended in the response body");
        }
        left -= count;
        return count;
    }

    private long chunkSize() throws IOException {
        String line = new ResponseHead.Reader(upstream, MAX_CHUNK_LINE).line();
        int digits = 0;
        long size = 0;
        while (digits < line.length() && line.charAt(digits) < 0x80 && Character.digit(line.charAt(digits), 16) >= 0) {
            size = size << 4 | Character.digit(line.charAt(digits), 16);
            digits++;
            if (digits > MAX_SIZE_DIGITS) {
                throw broken();
            }
        }
        boolean extended = digits < line.length() && line.charAt(digits) == ';';
        if (digits == 0 || (digits < line.length() && !extended)) {
            throw broken();
        }
        return size;
    }

    private void lineEnd() throws IOException {
        if (upstream.read() != '\r' || upstream.read() != '\n') {
            throw broken();
        }
    }

    private static HttpException broken() {
        return new HttpException(Code.PROTOCOL, Progress.MAYBE_SENT, "The server sends a malformed chunk", null);
    }
}
