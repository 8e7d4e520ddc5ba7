package io.yumen.oauth;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does a thing once for all who want it at the same time: the others wait and share the outcome. Safe for many threads. */
public final class SingleFlight<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Flight<T> current;

    /** Does it, or waits for whoever does; what that throws, all throw. */
    public T run(Supplier<T> work) {
        Flight<T> flight;
        boolean isMine = false;
        lock.lock();
        try {
            if (current == null) {
                current = new Flight<>();
                isMine = true;
            }
            flight = current;
        } finally {
            lock.unlock();
        }
        if (isMine) {
            fly(flight, work);
        }
        return flight.await();
    }

    private void fly(Flight<T> flight, Supplier<T> work) {
        try {
            flight.result = work.get();
        } catch (RuntimeException e) {
            flight.failure = e;
        } finally {
            lock.lock();
            try {
                current = null;
            } finally {
                lock.unlock();
            }
            flight.landed.countDown();
        }
    }

    private static final class Flight<T> {
        private final CountDownLatch landed = new CountDownLatch(1);
        private volatile @Nullable T result;
        private volatile @Nullable RuntimeException failure;

        T await() {
            try {
                landed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for a token", e);
            }
            T known = result;
            if (known != null) {
                return known;
            }
            throw failure == null ? new IllegalStateException("Nothing came of it") : failure;
        }
    }
}
