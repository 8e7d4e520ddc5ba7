package io.yumen.auth;

import io.yumen.http.server.HttpRequest;
import io.yumen.limit.Limiter;

/**
 * Counts the credentials that are wrong, by the address that shows them. That none is shown, or one that was good once, is how
 * clients of OAuth begin and go on, and does not count.
 */
public final class LimitedEntrance implements Entrance {
    private final Entrance next;
    private final Limiter limiter;

    public LimitedEntrance(Entrance next, Limiter limiter) {
        this.next = next;
        this.limiter = limiter;
    }

    @Override
    public Admission admit(HttpRequest request) {
        Admission admission = next.admit(request);
        if (admission instanceof Admission.Refused refused && refused.denial().reason() == Denial.Reason.INVALID) {
            limiter.refused(request.remoteAddress().getAddress());
        }
        return admission;
    }

    @Override
    public Denial.Demand demand(String path) {
        return next.demand(path);
    }

    @Override
    public String toString() {
        return "counted " + next;
    }
}
