package io.yumen.kube.life;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a container printed. */
public final class Journal {
    /** One line and its time. */
    public record Line(Instant time, String text) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Line> lines = new ArrayList<>();
    private boolean ended;

    /** Prints a line. */
    public void print(Instant time, String text) {
        lock.lock();
        try {
            lines.add(new Line(time, text));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is printed. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The lines from that one on, at once. */
    public List<Line> from(int index) {
        lock.lock();
        try {
            return List.copyOf(lines.subList(index, lines.size()));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are more lines than that, the end, or that time is over; whether there may be more later. */
    public boolean await(int index, Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = longest.toNanos();
            while (lines.size() <= index && !ended && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return !ended || lines.size() > index;
        } finally {
            lock.unlock();
        }
    }
}
