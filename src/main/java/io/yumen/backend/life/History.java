package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.backend.LogLine;
import io.yumen.protocol.PlainText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The last lines of what is known of a server's past; it outlives the server's processes. */
final class History {
    /** With lines of up to 4 KiB, which is where processes are cut, 4 MiB at most. */
    private static final int MOST = 1_000;

    private final BackendClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LogLine> lines = new ArrayDeque<>();

    History(BackendClock clock) {
        this.clock = clock;
    }

    void add(LogLine.Source source, String text) {
        LogLine line = new LogLine(clock.instant(), source, PlainText.of(text));
        lock.lock();
        try {
            if (lines.size() == MOST) {
                lines.removeFirst();
            }
            lines.addLast(line);
        } finally {
            lock.unlock();
        }
    }

    List<LogLine> last(int most) {
        lock.lock();
        try {
            return lines.stream().skip(Math.max(0, lines.size() - most)).toList();
        } finally {
            lock.unlock();
        }
    }
}
