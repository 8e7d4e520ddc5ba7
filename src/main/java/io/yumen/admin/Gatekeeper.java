package io.yumen.admin;

import io.yumen.audit.Audit;
import io.yumen.auth.Entrance;
import io.yumen.http.server.HttpHandler;
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

    /** That handler, for whoever comes in at all. */
    public HttpHandler gate(HttpHandler next) {
        return new RoleGate(this, Set.of(), new Recorded(next, audit));
    }
}
