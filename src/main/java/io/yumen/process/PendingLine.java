package io.yumen.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A line on its way to a child. Its sender may abandon it until writing began. */
final class PendingLine {

    /** How far the line got. */
    enum State {
        WAITING,
        ABANDONED,
        BEGUN,
        WRITTEN,
        /** Nothing of it was written. */
        REFUSED,
        /** Some of it may have been written. */
        BROKEN
    }

    private final byte[] line;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch finished = new CountDownLatch(1);

    PendingLine(byte[] line) {
        this.line = line;
    }

    byte[] line() {
        return line;
    }

    State state() {
        return state.get();
    }

    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN);
    }

    boolean abandon() {
        return state.compareAndSet(State.WAITING, State.ABANDONED);
    }

    void finish(State end) {
        state.set(end);
        finished.countDown();
    }

    void await(long nanos) throws InterruptedException {
        boolean ignored = finished.await(nanos, TimeUnit.NANOSECONDS);
    }
}
