package io.yumen.process;

import io.yumen.process.pipe.Complaints;
import io.yumen.process.pipe.EventRate;
import io.yumen.process.pipe.LineReader;
import io.yumen.process.pipe.LineWriter;
import io.yumen.process.pipe.WriteException;
import io.yumen.protocol.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that speaks lines. It is read all the time, so that it never blocks on its own output; what it
 * says goes to its {@link ChildObserver}. Safe for use by many threads.
 *
 * <p>It costs three threads of the system (two that read its pipes, one of the JDK's that waits for its end) and
 * two virtual ones. Pipes cannot be read on virtual threads: the JDK blocks a carrier for each, and 150 children
 * stop them all.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

    /** How much of a line that was too long goes into a log. */
    private static final int EXCERPT_BYTES = 200;

    /** How soon after its end the last output of a process is usually read. */
    private static final Duration DRAINED_SOON = Duration.ofMillis(50);

    /** How long we wait for an observer that is slow, or for an output that somebody unknown holds open. */
    private static final Duration DRAINED_LATE = Duration.ofSeconds(2);

    private final Process process;
    private final Family family;
    private final ChildLimits limits;
    private final ChildObserver observer;
    private final Consumer<ChildProcess> afterwards;
    private final Complaints complaints;
    private final LineWriter input;
    private final Thread output;
    private final Thread errors;
    private final Thread end;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile @Nullable Exit exit;

    ChildProcess(
            Process process,
            Family family,
            ChildLimits limits,
            ChildObserver observer,
            Consumer<ChildProcess> afterwards) {
        this.process = process;
        this.family = family;
        this.limits = limits;
        this.observer = observer;
        this.afterwards = afterwards;
        this.complaints = new Complaints(limits.complaints().keptLines());
        this.input = new LineWriter(
                process.getOutputStream(),
                limits.queuedWrites(),
                limits.writeDeadline(),
                "child-" + process.pid() + "-input");
        this.output = reader(
                "output", process.getInputStream(), new LineReader(limits.lineBytes(), EXCERPT_BYTES, new Lines()));
        int complaintBytes = limits.complaints().lineBytes();
        this.errors = reader(
                "errors", process.getErrorStream(), new LineReader(complaintBytes, complaintBytes, new Grumbles()));
        this.end = Thread.ofVirtual().name("child-" + process.pid() + "-end").unstarted(this::awaitEnd);
    }

    /** Returns its process id on this machine; under bubblewrap that of bubblewrap. */
    public long pid() {
        return process.pid();
    }

    /** Returns the level of isolation in force. */
    public Isolation isolation() {
        return family.isolation();
    }

    /** Returns how it ended, if it has. */
    public Optional<Exit> exit() {
        return Optional.ofNullable(exit);
    }

    /** Returns up to {@code count} of the last lines of its standard error, oldest first, fit for a log. */
    public List<String> lastComplaints(int count) {
        return complaints.last(count);
    }

    /**
     * Writes a line and the line break; lines of several callers never mix. Returns when the system took all of it.
     *
     * @param line the line without its break; not to be changed until this returns
     * @throws ChildException {@code ENDED} or {@code STALLED} if nothing of it was written, {@code UNCERTAIN} if
     *     some may have been
     * @throws IllegalArgumentException if there is a line break in it
     */
    public void send(byte[] line) {
        for (byte character : line) {
            if (character == '\n') {
                throw new IllegalArgumentException("A line cannot contain a line break");
            }
        }
        try {
            input.send(line);
        } catch (WriteException unwritten) {
            throw ChildException.of(unwritten);
        }
    }

    /**
     * Ends it and everything that it started: end of input, SIGTERM, SIGKILL, each with its time. Returns when all
     * of it is gone and the observer was told, or when the limits ran out. An interrupted caller does not wait: it
     * kills. The observer may call it; what follows the event at hand then follows this call.
     */
    @Override
    public void close() {
        if (stopping.compareAndSet(false, true)) {
            input.close();
            ShutdownLimits patience = limits.shutdown();
            if (!await(ended, patience.endOfInput())) {
                family.terminate();
            }
            if (!await(ended, patience.terminate())) {
                family.kill();
            }
            if (!awaitUninterruptibly(ended, patience.kill())) {
                log.atError().addKeyValue("pid", pid()).log("Child process cannot be ended");
                return;
            }
        }
        if (!tellingObserver()) {
            awaitUninterruptibly(finished, DRAINED_LATE.multipliedBy(2));
        }
    }

    /** Begins to read, to write and to wait. */
    void begin() {
        try {
            output.start();
            errors.start();
        } catch (OutOfMemoryError e) {
            family.kill();
            afterwards.accept(this);
            throw new ChildException(
                    ChildException.Code.START_FAILED,
                    "The system has no room for more threads. Raise its limit of processes, or use fewer children.",
                    e);
        }
        input.start();
        end.start();
    }

    private void awaitEnd() {
        int code = exitCode();
        ended.countDown();
        input.close();
        family.endGroup();
        if (!drained(DRAINED_SOON)) {
            // Somebody who left the group may hold the output open.
            family.endStrays();
            drained(DRAINED_LATE);
        }
        Exit told = new Exit(
                code, stopping.get() ? Exit.Cause.STOPPED : Exit.Cause.UNASKED, complaints.last(Exit.LAST_COMPLAINTS));
        exit = told;
        tell(new ChildEvent.Exited(told));
        family.endStrays();
        afterwards.accept(this);
        finished.countDown();
    }

    private int exitCode() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException ignored) {
                // Nobody has reason to interrupt this thread; the process is waited for all the same.
            }
        }
    }

    private boolean drained(Duration patience) {
        try {
            return output.join(patience) && errors.join(patience);
        } catch (InterruptedException ignored) {
            return false;
        }
    }

    private Thread reader(String name, InputStream in, LineReader lines) {
        return Thread.ofPlatform()
                .daemon()
                .name("child-" + process.pid() + "-" + name)
                .unstarted(() -> {
                    try (in) {
                        lines.readAll(in);
                    } catch (IOException e) {
                        log.atDebug().setCause(e).addKeyValue("pid", pid()).log("Child output ended early");
                    }
                });
    }

    /** Whether the caller is one of the threads that the end of this child waits for. */
    private boolean tellingObserver() {
        Thread caller = Thread.currentThread();
        return caller.equals(output) || caller.equals(errors) || caller.equals(end);
    }

    private void tell(ChildEvent event) {
        try {
            observer.on(event);
        } catch (RuntimeException | Error e) {
            // The last backstop: whatever it is, the child must still be read and its end be told.
            log.atError().setCause(e).addKeyValue("pid", pid()).log("Observer of a child process failed");
        }
    }

    private void tellWhileRunning(ChildEvent event) {
        if (exit == null) {
            tell(event);
        }
    }

    private static boolean await(CountDownLatch latch, Duration patience) {
        try {
            return latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean awaitUninterruptibly(CountDownLatch latch, Duration patience) {
        boolean interrupted = Thread.interrupted();
        boolean came = await(latch, patience);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return came;
    }

    /** Its standard output. */
    private final class Lines implements LineReader.Sink {
        @Override
        public void line(byte[] line) {
            tellWhileRunning(new ChildEvent.Line(line));
        }

        @Override
        public void tooLong(byte[] start) {
            tellWhileRunning(new ChildEvent.LineTooLong(PlainText.of(start)));
        }
    }

    /** Its standard error. */
    private final class Grumbles implements LineReader.Sink {
        private final EventRate rate = new EventRate(limits.complaints().eventsPerSecond());

        @Override
        public void line(byte[] line) {
            complaints.add(line);
            if (rate.admit()) {
                tellWhileRunning(new ChildEvent.Complaint(PlainText.of(line), rate.takeOmitted()));
            }
        }

        @Override
        public void tooLong(byte[] start) {
            line(start);
        }
    }
}
