package io.yumen.service.browser.page;

import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes those who wait for something to become true when anything has happened in a tab. Safe for many threads. */
final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();

    /** Something has happened. */
    void happened() {
        lock.lock();
        try {
            happened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until that holds, at most so long; the condition only looks at memory.
     *
     * @return whether it holds
     */
    boolean await(BooleanSupplier condition, Duration longest) {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = happened.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            lock.unlock();
        }
    }
}
