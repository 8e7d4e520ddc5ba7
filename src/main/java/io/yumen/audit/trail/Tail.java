package io.yumen.audit.trail;

import io.yumen.audit.trail.Chain.Place;
import io.yumen.secret.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;

/** The end of a file: its last whole record, and what stands behind that because its writer was stopped in the middle. */
final class Tail {
    /** What is looked at: more than is ever written between two syncs. */
    static final int WINDOW = 4 << 20;

    private final Line last;
    private final byte[] torn;

    private Tail(Line last, byte[] torn) {
        this.last = last;
        this.torn = torn;
    }

    /** The end of that file, or empty where no record of the window is as it was written. */
    static Optional<Tail> of(Path file, ChainKey key) throws IOException {
        byte[] window = window(file);
        Mac mac = key.chain();
        int end = lastLineEnd(window, window.length);
        while (end >= 0) {
            int before = lastLineEnd(window, end);
            Optional<Line> line = Line.read(Arrays.copyOfRange(window, before + 1, end), mac);
            if (line.isPresent()) {
                byte[] torn = Arrays.copyOfRange(window, end + 1, window.length);
                return Optional.of(new Tail(line.get(), torn));
            }
            end = before;
        }
        return Optional.empty();
    }

    /** The last record that is as it was written. */
    Place place() {
        return new Place(last.sequence(), last.hash(Sha256.begin()));
    }

    /** What follows it. */
    byte[] torn() {
        return torn;
    }

    /** Where the last line before that place ends; -1 where there is none. */
    private static int lastLineEnd(byte[] window, int before) {
        for (int at = before - 1; at >= 0; at--) {
            if (window[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static byte[] window(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - WINDOW);
            ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
                // The next read goes on.
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }
}
