package io.yumen.admin;

import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.audit.Audit;
import io.yumen.audit.Who;
import io.yumen.auth.Admission;
import io.yumen.auth.Entrance;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Access;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps the gates before what operators see and do.
 *
 * @param entrance says who comes
 * @param audit records who was sent away, and what the others order
 */
public record Gatekeeper(Entrance entrance, Audit audit) {
    /** That handler, which concerns all tenants, for those of no tenant of their own who have one of these roles or {@code admin}. */
    public HttpHandler gate(HttpHandler next, String... roles) {
        HttpHandler beyond = (request, response) -> Answers.failure(
                response, Failure.OTHER_TENANT.status(), Failure.OTHER_TENANT.code(), Failure.OTHER_TENANT.when());
        return gateFor(access -> Reach.EVERYTHING.isFor(access.principal()) ? next : beyond, Set.of(roles));
    }

    /**
     * What serves whoever has one of these roles or {@code admin}. A request is asked once who sends it, for a proof is good
     * once.
     */
    HttpHandler gateFor(Function<Access, HttpHandler> next, Set<String> roles) {
        return new RoleGate(this, roles, next);
    }

    /** That handler, which asks for itself who comes; what it refuses is recorded. */
    public HttpHandler open(HttpHandler next) {
        Recorded recorded = new Recorded(next, audit);
        return (request, response) -> recorded.handle(
                Who.unknown(Recorded.WIRE, request.remoteAddress().getAddress().getHostAddress()), request, response);
    }

    /** That handler, for whoever comes in at all. */
    public HttpHandler gate(HttpHandler next) {
        return gateFor(access -> next, Set.of());
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
