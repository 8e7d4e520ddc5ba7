package io.yumen.backend.guard;

import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.Outage;
import io.yumen.exchange.Cancellation;
import io.yumen.limit.AdaptiveConcurrency;
import io.yumen.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The places for requests at a server, and who waits for one: first come, first served, but for those that come back, who
 * go first. Safe for many threads.
 */
final class Room {
    private final BackendConfig.Limits limits;
    private final BackendClock clock;
    private final Outage outage;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private final Deque<Waiter> returning = new ArrayDeque<>();
    private final Optional<AdaptiveConcurrency> adaptive;
    private int taken;

    Room(GuardContext context) {
        this.limits = context.config().limits();
        this.clock = context.clock();
        this.outage = context.outage();
        this.adaptive = limits.requests().kind() == BackendConfig.Concurrency.Kind.ADAPTIVE
                ? Optional.of(new AdaptiveConcurrency(limits.requests().most(), clock::nanoTime))
                : Optional.empty();
    }

    /**
     * Takes a place, which must be given back; waits for one where none is free.
     *
     * @throws RpcException where too many wait, none became free in time, or the cause of the cancellation
     */
    void enter(Cancellation cancellation) {
        Waiter waiter = enterOrQueue();
        if (waiter != null) {
            RpcException refusal = outage.now("is busy: no request under way has ended in time");
            await(waiter, cancellation, () -> waiter.giveUp(refusal));
        }
    }

    /**
     * Takes a place again for work that was begun. Its client has done what it was asked: where no place becomes free in
     * time the work goes on without, so that there may be as many more requests under way as may wait for their clients.
     *
     * @throws RpcException the cause of the cancellation
     */
    void comeBack(Cancellation cancellation) {
        Waiter waiter = enterOrReturn();
        if (waiter != null) {
            await(waiter, cancellation, waiter::squeezeIn);
        }
    }

    /**
     * A request that has a place was answered.
     *
     * @param kind what its time is compared with
     */
    void answered(String kind, long nanos) {
        adaptive.ifPresent(learning -> {
            lock.lock();
            try {
                learning.answered(kind, nanos, taken);
            } finally {
                lock.unlock();
            }
        });
    }

    /** Guarded by the lock. */
    private int most() {
        return adaptive.map(AdaptiveConcurrency::limit).orElse(limits.requests().most());
    }

    /** Hands a place to the one who waits longest. */
    void leave() {
        lock.lock();
        try {
            taken--;
            while (taken < most() && !(returning.isEmpty() && queue.isEmpty())) {
                (returning.isEmpty() ? queue : returning).remove().admit();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Null when there was room, else one who waits for it. */
    private @Nullable Waiter enterOrQueue() {
        lock.lock();
        try {
            if (taken < most()) {
                taken++;
                return null;
            }
            if (queue.size() >= limits.queued()) {
                throw outage.now("is busy: " + taken + " requests are under way and " + queue.size() + " wait");
            }
            return waiter(queue);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Waiter enterOrReturn() {
        lock.lock();
        try {
            if (taken < most()) {
                taken++;
                return null;
            }
            return waiter(returning);
        } finally {
            lock.unlock();
        }
    }

    private Waiter waiter(Deque<Waiter> line) {
        Waiter waiter = new Waiter(line);
        line.add(waiter);
        return waiter;
    }

    private void await(Waiter waiter, Cancellation cancellation, Runnable late) {
        BackendClock.Timer timer = clock.schedule(limits.queueWait(), late);
        Cancellation.Registration registration = cancellation.onCancel(() -> waiter.giveUp(cancellation.cause()));
        try {
            waiter.await();
        } finally {
            registration.close();
            timer.cancel();
        }
    }

    /** One request that waits. Guarded by the lock. */
    private final class Waiter {
        private final Condition changed = lock.newCondition();
        private final Deque<Waiter> line;
        private boolean admitted;
        private @Nullable RpcException refusal;

        Waiter(Deque<Waiter> line) {
            this.line = line;
        }

        void admit() {
            taken++;
            admitted = true;
            changed.signal();
        }

        void squeezeIn() {
            lock.lock();
            try {
                if (line.remove(this)) {
                    admit();
                }
            } finally {
                lock.unlock();
            }
        }

        void giveUp(RpcException reason) {
            lock.lock();
            try {
                if (line.remove(this)) {
                    refusal = reason;
                    changed.signal();
                }
            } finally {
                lock.unlock();
            }
        }

        void await() {
            lock.lock();
            try {
                while (!admitted && refusal == null) {
                    changed.awaitUninterruptibly();
                }
                if (refusal != null) {
                    throw refusal;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
