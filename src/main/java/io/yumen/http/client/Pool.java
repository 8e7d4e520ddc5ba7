package io.yumen.http.client;

import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connections to one origin: the last used is used first, so that the others can grow old and go. */
final class Pool {
    private final Origin origin;
    private final RelayClientConfig.Limits limits;
    private final Watch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final ArrayDeque<Upstream> idle = new ArrayDeque<>();
    private int open;
    private int waiting;

    Pool(Origin origin, RelayClientConfig.Limits limits, Watch watch) {
        this.origin = origin;
        this.limits = limits;
        this.watch = watch;
    }

    Origin origin() {
        return origin;
    }

    /**
     * An idle connection that is alive, or null when the caller may open one.
     *
     * @throws HttpException BUSY when there is none and none may be opened before the call's deadline
     */
    @Nullable
    Upstream lease(CallControl control) {
        while (true) {
            Upstream candidate = next(control);
            if (candidate == null || candidate.take(control, System.nanoTime())) {
                return candidate;
            }
            forget(candidate);
        }
    }

    /** Takes a connection back. */
    void giveBack(Upstream upstream) {
        lock.lock();
        try {
            idle.addLast(upstream);
            if (waiting > 0) {
                freed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A connection that was leased, or never came to be, is gone. */
    void forget(Upstream upstream) {
        watch.remove(upstream);
        lock.lock();
        try {
            open--;
            freed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** An idle connection was evicted. */
    void evicted(Upstream upstream) {
        lock.lock();
        try {
            // Otherwise a lease has it in hand and will find out.
            if (idle.remove(upstream)) {
                open--;
                freed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all idle connections: one of them was found closed, so the others are doubtful. */
    void dropIdle() {
        List<Upstream> dropped;
        lock.lock();
        try {
            dropped = new ArrayList<>(idle);
        } finally {
            lock.unlock();
        }
        for (Upstream upstream : dropped) {
            if (upstream.evict()) {
                watch.remove(upstream);
                evicted(upstream);
            }
        }
    }

    private @Nullable Upstream next(CallControl control) {
        lock.lock();
        try {
            while (true) {
                Upstream candidate = idle.pollLast();
                if (candidate != null) {
                    return candidate;
                }
                if (open < limits.connectionsPerOrigin()) {
                    open++;
                    return null;
                }
                await(control);
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(CallControl control) {
        long left = control.nanosLeft(System.nanoTime());
        if (left <= 0 || waiting >= limits.waitingPerOrigin()) {
            throw new HttpException(
                    Code.BUSY, Progress.NEVER_SENT, "All connections to " + origin + " are in use", null);
        }
        waiting++;
        try {
            // A cancelled waiter wakes no later than this.
            freed.awaitNanos(Math.min(left, Watch.TICK_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException(Code.CANCELLED, Progress.NEVER_SENT, "Interrupted", e);
        } finally {
            waiting--;
        }
        if (control.cancelled()) {
            throw new HttpException(Code.CANCELLED, Progress.NEVER_SENT, "Cancelled", null);
        }
    }
}
