package io.yumen.http.client;

import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The caller's hand on one call: its deadline, and a way to cancel it from any thread. For a single
 * {@link RelayClient#send}, from there to the end of its response. Deadlines are kept to about 50 ms.
 */
public final class CallControl {
    private final AtomicReference<@Nullable Upstream> attached = new AtomicReference<>();
    private volatile long deadline;
    private volatile boolean cancelled;

    private CallControl(long deadline) {
        this.deadline = deadline;
    }

    /** A call that must be over within this time. */
    public static CallControl within(Duration time) {
        return new CallControl(System.nanoTime() + time.toNanos());
    }

    /** Moves the deadline: from now on this much is left. Any thread, also while the call waits. */
    public void extend(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    /** Ends the call: its connection is closed, and whoever waits for it gets an exception with code CANCELLED. */
    public void cancel() {
        cancelled = true;
        Upstream upstream = attached.get();
        if (upstream != null) {
            upstream.abort(this);
        }
    }

    /** Whether it was cancelled. */
    public boolean cancelled() {
        return cancelled;
    }

    /** The time left; negative once it is over. */
    long nanosLeft(long now) {
        return deadline - now;
    }

    /** Called before anything is sent. */
    void requireAlive() {
        if (cancelled) {
            throw new HttpException(Code.CANCELLED, Progress.NEVER_SENT, "The call was cancelled beforehand", null);
        }
        if (expired()) {
            throw new HttpException(Code.TIMED_OUT, Progress.NEVER_SENT, "The deadline had passed beforehand", null);
        }
    }

    boolean expired() {
        return nanosLeft(System.nanoTime()) <= 0;
    }

    void attach(Upstream upstream) {
        attached.set(upstream);
        if (cancelled) {
            upstream.abort(this);
        }
    }

    void detach() {
        attached.set(null);
    }
}
