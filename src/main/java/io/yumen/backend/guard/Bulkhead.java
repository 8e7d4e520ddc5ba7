package io.yumen.backend.guard;

import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.Outage;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets only so many requests reach a server at once, so that a slow one cannot hold all threads and memory; some more wait,
 * first come, first served, for a bounded time. Listens are counted apart and do not wait.
 */
final class Bulkhead implements Handler {
    private final BackendConfig.Limits limits;
    private final BackendClock clock;
    private final Outage outage;
    private final Handler inner;
    private final AtomicInteger listens = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private int underWay;

    Bulkhead(GuardContext context, Handler inner) {
        this.limits = context.config().limits();
        this.clock = context.clock();
        this.outage = context.outage();
        this.inner = inner;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return exchange.method().equals(Methods.LISTEN) ? listen(exchange) : request(exchange);
    }

    private ObjectNode request(Exchange exchange) {
        Waiter waiter = enter();
        if (waiter != null) {
            await(waiter, exchange.cancellation());
        }
        try {
            return inner.handle(exchange);
        } finally {
            leave();
        }
    }

    private ObjectNode listen(Exchange exchange) {
        try {
            if (listens.incrementAndGet() > limits.listens()) {
                throw outage.now("is busy: " + limits.listens() + " listens are under way");
            }
            return inner.handle(exchange);
        } finally {
            listens.decrementAndGet();
        }
    }

    /** Null when there was room, else one who waits for it. */
    private @Nullable Waiter enter() {
        lock.lock();
        try {
            if (underWay < limits.requests()) {
                underWay++;
                return null;
            }
            if (queue.size() >= limits.queued()) {
                throw outage.now("is busy: " + underWay + " requests are under way and " + queue.size() + " wait");
            }
            Waiter waiter = new Waiter();
            queue.add(waiter);
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    private void await(Waiter waiter, Cancellation cancellation) {
        BackendClock.Timer timer = clock.schedule(
                limits.queueWait(), () -> waiter.giveUp(outage.now("is busy: no request under way has ended in time")));
        Cancellation.Registration registration = cancellation.onCancel(() -> waiter.giveUp(cancellation.cause()));
        try {
            waiter.await();
        } finally {
            registration.close();
            timer.cancel();
        }
    }

    /** Hands the place to the one who waits longest. */
    private void leave() {
        lock.lock();
        try {
            Waiter next = queue.poll();
            if (next == null) {
                underWay--;
            } else {
                next.admit();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "bulkhead " + limits.requests() + "(" + inner + ")";
    }

    /** One request that waits. Guarded by the lock. */
    private final class Waiter {
        private final Condition changed = lock.newCondition();
        private boolean admitted;
        private @Nullable RpcException refusal;

        void admit() {
            admitted = true;
            changed.signal();
        }

        void giveUp(RpcException reason) {
            lock.lock();
            try {
                if (queue.remove(this)) {
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
