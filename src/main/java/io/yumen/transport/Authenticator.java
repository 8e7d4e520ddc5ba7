package io.yumen.transport;

import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Principal;

/** Says who a request acts for. Called for every request, before anything of it is understood; may wait. */
@FunctionalInterface
public interface Authenticator {
    /** Everybody is the one principal of a gateway that has nothing to authenticate with. */
    Authenticator LOCAL = request -> Principal.LOCAL;

    /**
     * The principal of that request.
     *
     * @throws Refusal where it may not call
     */
    Principal authenticate(HttpRequest request);
}
