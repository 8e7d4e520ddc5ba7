package io.yumen.process.pipe;

import io.yumen.process.pipe.WriteException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whole lines to a child's standard input, one after the other, whoever sends them. One thread of its own
 * does the writing, because a write to a child that does not read cannot be given up: the senders can, and wait no
 * longer than the deadline.
 */
public final class LineWriter {

    private static final Logger log = LoggerFactory.getLogger(LineWriter.class);

    /** A pipe takes this many bytes at once or not at all, says POSIX. */
    private static final int ATOMIC_BYTES = 512;

    private final OutputStream out;
    private final Duration deadline;
    private final BlockingQueue<PendingLine> queue;
    private final Thread thread;
    private volatile boolean closed;

    public LineWriter(OutputStream out, int mostWaiting, Duration deadline, String name) {
        this.out = out;
        this.deadline = deadline;
        this.queue = new ArrayBlockingQueue<>(mostWaiting);
        this.thread = Thread.ofVirtual().name(name).unstarted(this::writeAll);
    }

    public void start() {
        thread.start();
    }

    /**
     * Returns when the line was written.
     *
     * @throws WriteException when it was not, or perhaps not
     */
    public void send(byte[] line) {
        PendingLine pending = new PendingLine(line);
        long deadlineNanos = System.nanoTime() + deadline.toNanos();
        try {
            while (!queue.offer(pending, remaining(deadlineNanos), TimeUnit.NANOSECONDS)) {
                throw closed ? ended() : stalled();
            }
            // The writing thread empties the queue after it set the flag: what came later nobody would see.
            if (closed && pending.abandon()) {
                throw ended();
            }
            pending.await(remaining(deadlineNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        check(pending);
    }

    /** Ends the child's input after the line that is being written. */
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void check(PendingLine pending) {
        if (pending.abandon()) {
            throw closed ? ended() : stalled();
        }
        switch (pending.state()) {
            case WRITTEN -> {}
            case REFUSED, WAITING, ABANDONED -> throw ended();
            case BEGUN, BROKEN ->
                throw new WriteException(
                        Reason.UNCERTAIN,
                        "The process stopped reading in the middle of a line; it may have got it or not");
        }
    }

    private void writeAll() {
        try (out) {
            while (!closed) {
                write(queue.take());
            }
        } catch (InterruptedException ignored) {
            // Closed: ending the input is all that is left to do.
        } catch (IOException e) {
            log.atDebug().setCause(e).log("Child closed its input");
        } finally {
            closed = true;
            PendingLine unwritten;
            while ((unwritten = queue.poll()) != null) {
                unwritten.finish(PendingLine.State.REFUSED);
            }
        }
    }

    private void write(PendingLine pending) throws IOException {
        if (!pending.begin()) {
            return;
        }
        try {
            out.write(pending.line());
            out.write('\n');
            out.flush();
            pending.finish(PendingLine.State.WRITTEN);
        } catch (IOException e) {
            boolean nothingWritten = pending.line().length < ATOMIC_BYTES;
            pending.finish(nothingWritten ? PendingLine.State.REFUSED : PendingLine.State.BROKEN);
            throw e;
        }
    }

    private static long remaining(long deadlineNanos) {
        return Math.max(0, deadlineNanos - System.nanoTime());
    }

    private static WriteException ended() {
        return new WriteException(Reason.ENDED, "The process has ended; nothing was sent to it");
    }

    private static WriteException stalled() {
        return new WriteException(Reason.STALLED, "The process does not read its input; nothing was sent to it");
    }

    /** A line on its way to a child. Its sender may abandon it until writing began. */
    private static final class PendingLine {

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
}
