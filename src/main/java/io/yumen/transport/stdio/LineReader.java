package io.yumen.transport.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts input into lines that end with LF or CR LF, none longer than its limit. For one thread. */
public final class LineReader {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line; waits for it. What stands after the last line end is a line too. */
    public Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        while (start < end || fill()) {
            int at = lineEnd();
            if (tooLong || line.size() + (at - start) > maxBytes + 1) {
                tooLong = true;
            } else {
                line.write(buffer, start, at - start);
            }
            start = at + 1;
            if (at < end) {
                return tooLong ? new Line.TooLong() : text(line);
            }
        }
        if (tooLong) {
            return new Line.TooLong();
        }
        return line.size() == 0 ? new Line.End() : text(line);
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    /** Where the next LF stands, or the end of what was read. */
    private int lineEnd() {
        int at = start;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private Line text(ByteArrayOutputStream line) {
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return length > maxBytes ? new Line.TooLong() : new Line.Text(Arrays.copyOf(bytes, length));
    }
}
