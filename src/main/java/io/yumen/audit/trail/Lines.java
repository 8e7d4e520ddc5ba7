package io.yumen.audit.trail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, without trusting it: a line that is too long is cut into pieces. For one thread. */
final class Lines implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int until;
    private long number;

    private Lines(InputStream in) {
        this.in = in;
    }

    static Lines of(Path file) throws IOException {
        return new Lines(Files.newInputStream(file));
    }

    /** The next line, or null at the end. */
    @Nullable
    Raw next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER >> 6);
        while (line.size() < Line.MAX_BYTES) {
            if (from == until && !fill()) {
                return line.size() == 0 ? null : new Raw(++number, line.toByteArray(), false);
            }
            if (takeUntilEnd(line)) {
                return new Raw(++number, line.toByteArray(), true);
            }
        }
        return new Raw(++number, line.toByteArray(), false);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Takes what is there of a line, and its end, if that is there. */
    private boolean takeUntilEnd(ByteArrayOutputStream line) {
        int most = Math.min(until, from + Line.MAX_BYTES - line.size());
        int end = from;
        while (end < most && buffer[end] != '\n') {
            end++;
        }
        line.write(buffer, from, end - from);
        boolean isEnd = end < most;
        from = end + (isEnd ? 1 : 0);
        return isEnd;
    }

    private boolean fill() throws IOException {
        from = 0;
        until = Math.max(0, in.read(buffer));
        return until > 0;
    }

    /** A line, as it stands in the file. */
    static final class Raw {
        private final long number;
        private final byte[] bytes;
        private final boolean isWhole;

        private Raw(long number, byte[] bytes, boolean isWhole) {
            this.number = number;
            this.bytes = bytes;
            this.isWhole = isWhole;
        }

        /** Its number; the first has 1. */
        long number() {
            return number;
        }

        /** What is in it, without its end. */
        byte[] bytes() {
            return bytes;
        }

        /** Whether it has an end. */
        boolean isWhole() {
            return isWhole;
        }
    }
}
