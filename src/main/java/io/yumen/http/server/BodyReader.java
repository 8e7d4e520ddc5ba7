package io.yumen.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.yumen.http.RequestRefused;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Reads a request body whose framing Helidon has validated: a length, or chunks without extensions and trailers. */
final class BodyReader {
    private static final int FIRST_CAPACITY = 64 << 10;
    private static final int MAX_CHUNK_LINE = 32;
    private static final int MAX_CHUNK_DIGITS = 7;

    private final DataReader reader;
    private final int limit;
    private final IntConsumer growth;
    private byte[] body = new byte[0];
    private int length;

    /** @param growth hears the room that the body takes up before it does, and may refuse */
    BodyReader(DataReader reader, int limit, IntConsumer growth) {
        this.reader = reader;
        this.limit = limit;
        this.growth = growth;
    }

    byte[] readFixed(long contentLength) {
        if (contentLength > limit) {
            throw tooLarge();
        }
        int expected = (int) contentLength;
        if (reader.available() >= expected) {
            return reader.readBytes(expected);
        }
        // Grows with what arrives, not with what the client announces.
        body = new byte[Math.min(expected, FIRST_CAPACITY)];
        take(expected);
        return body;
    }

    byte[] readChunked() {
        try {
            int size = chunkSize();
            while (size > 0) {
                if (size > limit - length) {
                    throw tooLarge();
                }
                take(size);
                lineEnd();
                size = chunkSize();
            }
            lineEnd();
            return Arrays.copyOf(body, length);
        } catch (DataReader.IncorrectNewLineException e) {
            throw new RequestRefused(400, "The chunked body is malformed");
        }
    }

    private void take(int count) {
        int left = count;
        while (left > 0) {
            reader.ensureAvailable();
            int some = Math.min(left, reader.available());
            reserve(some, length + left);
            BufferData data = reader.readBuffer(some);
            data.read(body, length, some);
            length += some;
            left -= some;
        }
    }

    private void reserve(int more, int wanted) {
        int needed = length + more;
        if (needed > body.length) {
            int grown = Math.max(needed, Math.min(wanted, Math.max(FIRST_CAPACITY, 2 * body.length)));
            growth.accept(grown);
            body = Arrays.copyOf(body, grown);
        }
    }

    private int chunkSize() {
        int end = reader.findNewLine(MAX_CHUNK_LINE);
        if (end == 0 || end > MAX_CHUNK_DIGITS) {
            throw new RequestRefused(400, "The chunked body has a chunk size that is not accepted");
        }
        int size = 0;
        for (int i = 0; i < end; i++) {
            int digit = Character.digit(reader.read(), 16);
            if (digit < 0) {
                throw new RequestRefused(400, "The chunked body has a chunk size that is not accepted");
            }
            size = size << 4 | digit;
        }
        reader.skip(2);
        return size;
    }

    private void lineEnd() {
        if (reader.read() != '\r' || reader.read() != '\n') {
            throw new RequestRefused(400, "The chunked body is malformed");
        }
    }

    private RequestRefused tooLarge() {
        return new RequestRefused(413, "The body is larger than " + limit + " bytes");
    }
}
