package io.yumen.backend.local;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One request at work on a thread of its own; whoever waits for it can be sent away before it is done. */
final class Work {
    private final Exchange exchange;
    private final AtomicInteger abandoned;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition known = lock.newCondition();
    private @Nullable Outcome outcome;
    private @Nullable Thread worker;
    private boolean givenUp;

    private sealed interface Outcome {
        record Answered(ObjectNode result) implements Outcome {}

        record Failed(RuntimeException failure) implements Outcome {}
    }

    /** @param abandoned counts those that were given up and are still at work */
    Work(Exchange exchange, AtomicInteger abandoned) {
        this.exchange = exchange;
        this.abandoned = abandoned;
    }

    void run(Handler service) {
        if (!begin()) {
            return;
        }
        try {
            end(new Outcome.Answered(service.handle(exchange)));
        } catch (RuntimeException failure) {
            end(new Outcome.Failed(failure));
        } catch (Error fatal) {
            // Whoever waits must not wait for ever; the error itself is the thread's to report.
            end(new Outcome.Failed(new IllegalStateException(fatal)));
            throw fatal;
        }
    }

    /** Answers with that failure, and interrupts the work so that it may end. */
    void giveUp(RuntimeException reason) {
        lock.lock();
        try {
            if (outcome != null) {
                return;
            }
            outcome = new Outcome.Failed(reason);
            known.signalAll();
            if (worker != null) {
                givenUp = true;
                abandoned.incrementAndGet();
                worker.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    ObjectNode await() {
        Outcome result;
        lock.lock();
        try {
            while (outcome == null) {
                known.awaitUninterruptibly();
            }
            result = outcome;
        } finally {
            lock.unlock();
        }
        return switch (result) {
            case Outcome.Answered answered -> answered.result();
            case Outcome.Failed failed -> throw failed.failure();
        };
    }

    private boolean begin() {
        lock.lock();
        try {
            if (outcome != null) {
                return false;
            }
            worker = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void end(Outcome result) {
        lock.lock();
        try {
            worker = null;
            if (givenUp) {
                abandoned.decrementAndGet();
            } else {
                outcome = result;
                known.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
