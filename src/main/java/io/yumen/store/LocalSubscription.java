package io.yumen.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One listener's queue. When it is full the oldest message goes, and the listener learns that some are missing. */
final class LocalSubscription implements Subscription {
    private static final Delivery MISSED = new Delivery.Missed();
    private static final Delivery NOTHING = new Delivery.Nothing();
    private static final Delivery ENDED = new Delivery.Ended();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final int limit;
    private final Consumer<LocalSubscription> onClose;
    private boolean missed;
    private boolean closed;

    LocalSubscription(int limit, Consumer<LocalSubscription> onClose) {
        this.limit = limit;
        this.onClose = onClose;
    }

    void offer(String text) {
        lock.lock();
        try {
            if (waiting.size() >= limit) {
                waiting.removeFirst();
                missed = true;
            }
            waiting.addLast(text);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Delivery next(Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return taken();
        } finally {
            lock.unlock();
        }
    }

    private Delivery taken() {
        if (closed) {
            return ENDED;
        }
        if (missed) {
            missed = false;
            return MISSED;
        }
        String text = waiting.pollFirst();
        return text == null ? NOTHING : new Delivery.Message(text);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
