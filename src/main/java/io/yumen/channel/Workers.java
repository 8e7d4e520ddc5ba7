package io.yumen.channel;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Runs requests, each on a virtual thread of its own, and knows when all are done. Who gives them bounds their number. */
public final class Workers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();
    private int running;

    /** Runs it at once, on a thread of its own. */
    public void run(Runnable request) {
        change(1);
        Thread.ofVirtual().name("conversation").start(() -> {
            try {
                request.run();
            } finally {
                change(-1);
            }
        });
    }

    /** Waits until all are done, but no longer than that. */
    public void awaitNone(Duration time) {
        long left = time.toNanos();
        lock.lock();
        try {
            while (running > 0 && left > 0) {
                left = done.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void change(int by) {
        lock.lock();
        try {
            running += by;
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
