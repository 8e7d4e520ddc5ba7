package io.yumen.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of this machine. One thread runs all tasks; every backend shares it. Nearly every request sets a deadline and takes it
 * back, so that neither may wake that thread: it is woken only by a task that is due before it wakes by itself.
 */
public final class SystemClock implements BackendClock, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SystemClock.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final long startNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Task> tasks =
            new TreeSet<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long numbers;
    private long wakesAt;
    private boolean isClosed;

    public SystemClock() {
        Thread.ofPlatform().daemon().name("backend-clock").start(this::run);
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable work) {
        long due = now() + (delay.compareTo(LONGEST) < 0 ? delay : LONGEST).toNanos();
        lock.lock();
        try {
            if (isClosed) {
                return () -> {};
            }
            Task task = new Task(due, numbers++, work);
            tasks.add(task);
            if (due < wakesAt) {
                wakesAt = due;
                changed.signal();
            }
            return () -> cancel(task);
        } finally {
            lock.unlock();
        }
    }

    /** Ends it; tasks that are still to come do not run. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            tasks.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Task task) {
        lock.lock();
        try {
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                Task due = awaitDue();
                goesOn = due != null;
                if (due != null) {
                    run(due);
                }
            } catch (InterruptedException e) {
                // Left behind by a task; all others depend on this thread.
                log.atDebug().setCause(e).log("A timed task left its thread interrupted");
            }
        }
    }

    /** What is due next, as soon as it is; null at the end. */
    private @Nullable Task awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (!isClosed) {
                long now = now();
                if (!tasks.isEmpty() && tasks.first().due() <= now) {
                    return tasks.removeFirst();
                }
                wakesAt = tasks.isEmpty() ? NEVER : tasks.first().due();
                long ignored = changed.awaitNanos(wakesAt - now);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return System.nanoTime() - startNanos;
    }

    private static void run(Task task) {
        try {
            task.work().run();
        } catch (RuntimeException | Error bug) {
            // All others depend on this thread.
            log.atError().setCause(bug).log("A timed task failed");
        }
    }

    /**
     * Something that is to be done.
     *
     * @param due when, in nanoseconds since this clock began
     * @param number tells it from others of the same time
     */
    private record Task(long due, long number, Runnable work) {}
}
