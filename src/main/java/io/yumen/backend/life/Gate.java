package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.exchange.Cancellation;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock over memory whose holders can wait for what others do under it; they give up when their request is cancelled or
 * when the time is over.
 */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BackendClock clock;

    Gate(BackendClock clock) {
        this.clock = clock;
    }

    /** Runs that under the lock, and lets those who wait look again. */
    <T extends @Nullable Object> T change(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    void change(Runnable work) {
        change(() -> {
            work.run();
            return true;
        });
    }

    /** What the attempt returned as soon as that was not null, or null when the time is over. */
    <T> @Nullable T await(Supplier<@Nullable T> attempt, Duration limit, Cancellation cancellation) {
        T first = change(attempt);
        if (first != null) {
            return first;
        }
        long end = clock.nanoTime() + limit.toNanos();
        BackendClock.Timer timer = clock.schedule(limit, this::wake);
        Cancellation.Registration registration = cancellation.onCancel(this::wake);
        try {
            return waitFor(attempt, end, cancellation);
        } finally {
            registration.close();
            timer.cancel();
        }
    }

    private <T> @Nullable T waitFor(Supplier<@Nullable T> attempt, long end, Cancellation cancellation) {
        lock.lock();
        try {
            while (true) {
                cancellation.check();
                T got = attempt.get();
                if (got != null) {
                    return got;
                }
                if (clock.nanoTime() - end >= 0) {
                    return null;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        change(() -> {});
    }
}
