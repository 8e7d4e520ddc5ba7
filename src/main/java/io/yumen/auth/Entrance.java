package io.yumen.auth;

import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Access;

/** Says who made a request, for every route that there is. Safe for many threads; may wait. */
@FunctionalInterface
public interface Entrance {
    /** The entrance of a gateway that has nothing to authenticate with: whatever a request shows, its sender is the one principal. */
    Entrance OPEN = request -> new Admission.Admitted(
            Access.LOCAL.from(request.remoteAddress().getAddress().getHostAddress()));

    /** Who made that request, or why he may not come in. */
    Admission admit(HttpRequest request);

    /** What one is told at that path whose token is not good for all that he wants. */
    default Denial.Demand demand(String path) {
        return Denial.Demand.ANYTHING;
    }
}
