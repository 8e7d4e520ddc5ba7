package io.yumen.process.pipe;

import io.yumen.protocol.PlainText;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last lines of a child's standard error. Keeping one costs a reference; making it readable is left to the
 * reader, so that a flood is cheap.
 */
public final class Complaints {

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> lines = new ArrayDeque<>();

    public Complaints(int most) {
        this.most = most;
    }

    public void add(byte[] line) {
        lock.lock();
        try {
            if (lines.size() == most) {
                lines.removeFirst();
            }
            lines.addLast(line);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the last {@code count} lines, oldest first, fit for a log. */
    public List<String> last(int count) {
        List<byte[]> kept = snapshot();
        return kept.subList(Math.max(0, kept.size() - count), kept.size()).stream()
                .map(PlainText::of)
                .toList();
    }

    private List<byte[]> snapshot() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }
}
