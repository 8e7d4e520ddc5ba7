package io.yumen.exchange;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Says, once, that nobody waits for an answer any more. A child is cancelled with its parent, and must be closed when its
 * work is done so that the parent forgets it. Safe for many threads; listeners run on the thread that cancels, must not
 * block, and run at once where it has happened already.
 */
public final class Cancellation implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> listeners = new ArrayList<>(2);
    private final @Nullable Registration parent;
    private @Nullable RpcException cause;

    public Cancellation() {
        parent = null;
    }

    private Cancellation(Cancellation parent) {
        this.parent = parent.onCancel(() -> cancel(parent.cause()));
    }

    /** A cancellation that can fire by itself, and fires with this one. */
    public Cancellation child() {
        return new Cancellation(this);
    }

    /** Cancels because the client said so or went away. */
    public void cancel() {
        cancel(RpcException.cancelled());
    }

    /** Cancels for that reason, which becomes the answer of the request; only the first call counts. */
    public void cancel(RpcException reason) {
        List<Runnable> woken;
        lock.lock();
        try {
            if (cause != null) {
                return;
            }
            cause = reason;
            woken = List.copyOf(listeners);
            listeners.clear();
        } finally {
            lock.unlock();
        }
        woken.forEach(Runnable::run);
    }

    public boolean isCancelled() {
        lock.lock();
        try {
            return cause != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody waits for an answer any more. One that was cancelled for a reason of ours is answered with that. */
    public boolean isAbandoned() {
        lock.lock();
        try {
            return cause != null && cause.error().code() == ErrorCode.CANCELLED;
        } finally {
            lock.unlock();
        }
    }

    /** Why it was cancelled; {@link ErrorCode#CANCELLED} where it was not. */
    public RpcException cause() {
        lock.lock();
        try {
            return cause == null ? RpcException.cancelled() : cause;
        } finally {
            lock.unlock();
        }
    }

    /** Throws {@link #cause} if it was cancelled. */
    public void check() {
        if (isCancelled()) {
            throw cause();
        }
    }

    /** Waits that long; throws {@link #cause} as soon as it is cancelled. */
    public void pause(Duration time) {
        CountDownLatch cancelled = new CountDownLatch(1);
        Registration registration = onCancel(cancelled::countDown);
        try {
            if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw cause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            registration.close();
        }
    }

    /** Runs that when it is cancelled, unless the registration is closed first. */
    public Registration onCancel(Runnable listener) {
        lock.lock();
        try {
            if (cause == null) {
                listeners.add(listener);
                return () -> forget(listener);
            }
        } finally {
            lock.unlock();
        }
        listener.run();
        return () -> {};
    }

    /** Detaches it from its parent. */
    @Override
    public void close() {
        if (parent != null) {
            parent.close();
        }
    }

    private void forget(Runnable listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    /** A listener that can be taken back. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
