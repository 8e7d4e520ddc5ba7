package io.yumen.http.client;

import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;

/** The use of one connection by one call, from taking it until it is given back or ended. For the call's thread. */
final class Lease {
    private final Upstream upstream;
    private final Pool pool;
    private final CallControl control;
    private final long idleNanos;
    private boolean over;
    private boolean stale;

    Lease(Upstream upstream, Pool pool, CallControl control, Duration idleTimeout) {
        this.upstream = upstream;
        this.pool = pool;
        this.control = control;
        this.idleNanos = idleTimeout.toNanos();
    }

    Upstream upstream() {
        return upstream;
    }

    Pool pool() {
        return pool;
    }

    /** Whether it failed because the peer had closed the pooled connection, as far as can be told. */
    boolean wasStale() {
        return stale;
    }

    /** The response is read to its end. */
    void done(ResponseHead head) {
        if (over) {
            return;
        }
        over = true;
        control.detach();
        long keep = keepNanos(head);
        boolean clean = head.persistent() && upstream.buffered() == 0 && keep > 0;
        if (clean && upstream.rest(control, keep)) {
            pool.giveBack(upstream);
        } else {
            upstream.end();
            pool.forget(upstream);
        }
    }

    /** The response is not wanted any more. */
    void abandon() {
        if (!over) {
            over = true;
            control.detach();
            upstream.end();
            pool.forget(upstream);
        }
    }

    /** The connection failed; says why from the caller's point of view. */
    HttpException failed(IOException cause, Progress progress) {
        abandon();
        if (control.cancelled() || Thread.currentThread().isInterrupted()) {
            return new HttpException(Code.CANCELLED, progress, "The call was cancelled", cause);
        }
        if (control.expired()) {
            return new HttpException(Code.TIMED_OUT, progress, "The deadline of the call passed", cause);
        }
        stale = upstream.reusedUnanswered();
        if (cause instanceof SSLHandshakeException) {
            // By TLS 1.3 a certificate that is wanted, and not shown, is told when the request is on its way.
            String refusal = upstream.origin() + " does not accept this client: " + cause.getMessage();
            return new HttpException(Code.TLS_FAILED, progress, refusal, cause);
        }
        String message = upstream.origin() + " closed the connection in the middle: " + cause.getMessage();
        return new HttpException(Code.CLOSED, progress, message, cause);
    }

    // A second less than the server says, so that our next request does not cross its closing.
    private long keepNanos(ResponseHead head) {
        Integer seconds = head.keepAliveSeconds();
        return seconds == null ? idleNanos : Math.min(idleNanos, TimeUnit.SECONDS.toNanos(seconds - 1L));
    }
}
