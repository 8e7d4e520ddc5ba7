package io.yumen.process.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines in bounded memory. A line that exceeds the limit is skipped up to its end, and its start
 * reported. Empty lines are left out; a carriage return before the line break is not part of the line.
 */
public final class LineReader {

    /** What becomes of the lines. */
    public interface Sink {
        void line(byte[] line);

        void tooLong(byte[] start);
    }

    private static final int SMALLEST_BUFFER = 16 * 1024;

    private final int limitBytes;
    private final int startBytes;
    private final Sink sink;
    private byte[] buffer;
    private int filled;
    private boolean skipping;

    /**
     * @param limitBytes the longest line that is delivered
     * @param startBytes how much of a longer one is reported
     */
    public LineReader(int limitBytes, int startBytes, Sink sink) {
        this.limitBytes = limitBytes;
        this.startBytes = Math.min(startBytes, limitBytes);
        this.sink = sink;
        this.buffer = new byte[smallest()];
    }

    /** Reads until the stream ends. */
    public void readAll(InputStream in) throws IOException {
        int count;
        while ((count = in.read(buffer, filled, buffer.length - filled)) >= 0) {
            int from = filled;
            filled += count;
            split(from);
            makeRoom();
        }
        if (!skipping) {
            emit(0, filled);
        }
    }

    /** Emits the lines that are complete; the first {@code searched} bytes are known to hold no line break. */
    private void split(int searched) {
        int start = 0;
        for (int at = searched; at < filled; at++) {
            if (buffer[at] == '\n') {
                if (!skipping) {
                    emit(start, at);
                }
                skipping = false;
                start = at + 1;
            }
        }
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
    }

    private void makeRoom() {
        if (skipping) {
            filled = 0;
        } else if (filled > limitBytes) {
            sink.tooLong(Arrays.copyOf(buffer, startBytes));
            skipping = true;
            filled = 0;
        } else if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, limitBytes + 1L));
        }
        if (filled == 0 && buffer.length > smallest()) {
            // One large answer must not cost its size for the rest of the child's life.
            buffer = new byte[smallest()];
        }
    }

    private void emit(int start, int end) {
        int trimmed = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
        if (trimmed > start) {
            sink.line(Arrays.copyOfRange(buffer, start, trimmed));
        }
    }

    private int smallest() {
        return (int) Math.min(SMALLEST_BUFFER, limitBytes + 1L);
    }
}
