package io.yumen.admin;

import io.yumen.audit.Audit;
import io.yumen.audit.Who;
import io.yumen.auth.Admission;
import io.yumen.auth.Entrance;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import java.util.Set;

/**
 * Keeps the gates before what operators see and do.
 *
 * @param entrance says who comes
 * @param audit records who was sent away, and what the others order
 */
public record Gatekeeper(Entrance entrance, Audit audit) {
    /** That handler, for those who have one of these roles or {@code admin}. */
    public HttpHandler gate(HttpHandler next, String... roles) {
        return new RoleGate(this, Set.of(roles), new Recorded(next, audit));
    }

    /** That handler, which asks for itself who comes; what it refuses is recorded. */
    public HttpHandler open(HttpHandler next) {
        Recorded recorded = new Recorded(next, audit);
        return (request, response) -> recorded.handle(
                Who.unknown(Recorded.WIRE, request.remoteAddress().getAddress().getHostAddress()), request, response);
    }

    /** That handler, for whoever comes in at all. */
    public HttpHandler gate(HttpHandler next) {
        return new RoleGate(this, Set.of(), new Recorded(next, audit));
    }

    /**
     * That handler, for everybody: it decides by itself who may do what. What it refuses is recorded.
     *
     * @param place what is recorded in place of the path, which may hold what is not for everybody's eyes
     */
    public HttpHandler open(HttpHandler next, String place) {
        Recorded recorded = new Recorded(next, audit, path -> place);
        return (request, response) -> recorded.handle(who(request), request, response);
    }

    private Who who(HttpRequest request) {
        return switch (entrance.admit(request)) {
            case Admission.Admitted admitted -> Who.of(admitted.access().by(Recorded.WIRE), "");
            case Admission.Refused refused ->
                Who.unknown(Recorded.WIRE, request.remoteAddress().getAddress().getHostAddress());
        };
    }
}
