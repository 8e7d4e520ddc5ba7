package io.yumen.http.websocket;

import io.yumen.http.Duplex;
import io.yumen.http.HttpException;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Gives out the bytes that it was made with, in pieces, and keeps what is written. */
final class ScriptedDuplex implements Duplex {
    private final byte[] input;
    private final @Nullable Random cuts;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int at;
    private boolean closed;

    /** @param cuts says how large the pieces are; null for as large as can be */
    ScriptedDuplex(byte[] input, @Nullable Random cuts) {
        this.input = input;
        this.cuts = cuts;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int most = Math.min(length, input.length - at);
        if (most == 0) {
            return -1;
        }
        int count = cuts == null ? most : 1 + cuts.nextInt(Math.min(most, 9));
        System.arraycopy(input, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public synchronized void write(byte[] bytes, int length) {
        if (closed) {
            throw new HttpException(HttpException.Code.CLOSED, HttpException.Progress.MAYBE_SENT, "closed", null);
        }
        output.write(bytes, 0, length);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    /** What was written so far. */
    synchronized byte[] written() {
        return output.toByteArray();
    }
}
