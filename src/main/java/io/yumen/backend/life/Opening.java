package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt to open a connection, which everybody who needs the connection waits for. */
final class Opening {
    private final Gate gate;
    private final Duration limit;
    private final int attempt;
    private @Nullable Outcome outcome;
    private @Nullable Thread thread;
    private BackendClock.Timer timer = () -> {};
    private volatile @Nullable String ended;

    /** The outcome is known when the error is, too: null means that the connection is open. */
    private record Outcome(@Nullable RpcException failure) {}

    Opening(BackendClock clock, Duration limit, int attempt) {
        this.gate = new Gate(clock);
        this.limit = limit;
        this.attempt = attempt;
    }

    /** 1 for the first, more after failures. */
    int attempt() {
        return attempt;
    }

    void runsOn(Thread opener, BackendClock.Timer deadline) {
        boolean isGivenUp = gate.change(() -> {
            thread = opener;
            timer = deadline;
            return outcome != null && outcome.failure() != null;
        });
        if (isGivenUp) {
            opener.interrupt();
        }
        if (gate.change(() -> outcome != null)) {
            deadline.cancel();
        }
    }

    /** Waits for the outcome: returns when the connection was opened. */
    void await(Cancellation cancellation) {
        // Its own timer ends it in time; the limit here only bounds the wait should that timer be late.
        Outcome known = gate.await(() -> outcome, limit.multipliedBy(2), cancellation);
        if (known == null) {
            throw RpcException.timeout("The connection was neither opened nor given up");
        }
        if (known.failure() != null) {
            throw known.failure();
        }
    }

    /** The connection that is being opened, or was opened, has ended by itself. */
    void ended(String reason) {
        ended = reason;
    }

    boolean hasEnded() {
        return ended != null;
    }

    String endReason(String otherwise) {
        String reason = ended;
        return reason == null ? otherwise : reason;
    }

    void succeed() {
        end(new Outcome(null));
    }

    /** Ends it without a connection; the thread that opens it is told to stop. */
    void fail(RpcException failure) {
        end(new Outcome(failure));
        Thread opener = gate.change(() -> thread);
        if (opener != null && !opener.equals(Thread.currentThread())) {
            opener.interrupt();
        }
    }

    private void end(Outcome result) {
        gate.change(() -> {
            outcome = result;
            timer.cancel();
        });
    }
}
