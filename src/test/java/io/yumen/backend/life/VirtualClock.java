package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/** Time that stands still until a test turns it; then everything that is due runs, in order, on the test's thread. */
public final class VirtualClock implements BackendClock {
    private static final Instant START = Instant.parse("2026-07-28T00:00:00Z");

    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now;
    private long number;

    private record Task(long due, long number, Runnable work) {}

    @Override
    public Instant instant() {
        return START.plusNanos(nanoTime());
    }

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable work) {
        lock.lock();
        try {
            Task task = new Task(now + delay.toNanos(), number++, work);
            tasks.add(task);
            return () -> remove(task);
        } finally {
            lock.unlock();
        }
    }

    /** Turns the clock on by that much, through every moment at which something is due. */
    public void advance(Duration by) {
        long end = nanoTime() + by.toNanos();
        for (List<Runnable> due = due(end); !due.isEmpty(); due = due(end)) {
            due.forEach(Runnable::run);
        }
        lock.lock();
        try {
            now = end;
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks are still to come. */
    public int pending() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Runnable> due(long end) {
        List<Runnable> due = new ArrayList<>();
        lock.lock();
        try {
            Task first = tasks.peek();
            if (first != null && first.due() <= end) {
                now = Math.max(now, first.due());
                due.add(tasks.remove().work());
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void remove(Task task) {
        lock.lock();
        try {
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }
}
