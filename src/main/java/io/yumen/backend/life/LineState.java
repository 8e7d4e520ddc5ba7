package io.yumen.backend.life;

import io.yumen.backend.ServerState;
import io.yumen.backend.ServerState.Configured;
import io.yumen.backend.ServerState.Degraded;
import io.yumen.backend.ServerState.Down;
import io.yumen.backend.ServerState.Ready;
import io.yumen.backend.ServerState.Starting;
import io.yumen.backend.ServerState.Stopped;
import io.yumen.backend.ServerState.Up;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.time.Instant;

/** Where one line stands, and where it may go from there. Guarded by the lock of its line. */
final class LineState {
    private final LineContext context;
    private final Backoff backoff;
    private ServerState state = new Configured();
    private boolean retired;

    LineState(LineContext context) {
        this.context = context;
        this.backoff = new Backoff(context.config().restarts());
    }

    ServerState now() {
        return state;
    }

    /** Whether a connection may be opened now. */
    boolean mayStart() {
        return !retired && state instanceof Down down && !down.startableAt().isAfter(instant());
    }

    /** Why none may be opened, and when one may. */
    RpcException refusal() {
        return !retired && state instanceof Down down
                ? context.outage().until(down.refusal(), Duration.between(instant(), down.startableAt()))
                : context.outage().now("was stopped");
    }

    /** Whether it does not answer as it should, or never will again. */
    boolean isDoubtful() {
        return retired || state instanceof Degraded;
    }

    /** A connection is being opened; says how many times that was tried. To be called only where it may be. */
    int start() {
        if (state instanceof Stopped) {
            backoff.forget();
        }
        if (state instanceof Down down) {
            state = down.start();
        }
        return backoff.failures() + 1;
    }

    /** The connection is open; says whether that was awaited. */
    boolean succeed() {
        if (!(state instanceof Starting starting)) {
            return false;
        }
        state = starting.succeed();
        backoff.up(instant());
        return true;
    }

    /** The connection could not be opened; says whether that was awaited. */
    boolean fail(String reason) {
        if (!(state instanceof Starting starting)) {
            return false;
        }
        Instant retryAt = instant().plus(backoff.failed());
        state = backoff.isExhausted() ? starting.giveUp(reason, stable()) : starting.fail(reason, retryAt);
        return true;
    }

    /** It is opened once a user has logged in, and then at once: that is no failure of the server. */
    boolean awaitLogin(String reason) {
        return state instanceof Starting starting && become(starting.fail(reason, instant()));
    }

    /** The open connection is lost. */
    void lost(String reason) {
        Instant now = instant();
        Instant retryAt = now.plus(backoff.lost(now));
        if (backoff.isExhausted()) {
            state = state.stop(new Stopped.GaveUp(reason, stable()));
        } else if (state instanceof Up up) {
            state = up.fail(reason, retryAt);
        }
    }

    /** The connection does not answer as it should; says whether that is new. */
    boolean degrade(String reason) {
        boolean isNew = state instanceof Ready
                || (state instanceof Degraded known && !known.reason().equals(reason));
        return isNew && become(new Degraded(reason));
    }

    /** The connection answers; says whether that is new. */
    boolean recover() {
        return state instanceof Degraded degraded && become(degraded.recover());
    }

    /** Nobody uses it. */
    void stop() {
        state = state.stop(Stopped.UNUSED);
    }

    /** Nobody will use it again; says whether that is new. */
    boolean retire() {
        if (retired) {
            return false;
        }
        retired = true;
        stop();
        return true;
    }

    private boolean become(ServerState next) {
        state = next;
        return true;
    }

    private Instant stable() {
        return instant().plus(context.config().restarts().stableAfter());
    }

    private Instant instant() {
        return context.clock().instant();
    }
}
