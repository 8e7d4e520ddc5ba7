package io.yumen.transport;

import io.yumen.auth.Admission;
import io.yumen.auth.Entrance;
import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Access;

/** Says who a request acts for. Called for every request, before anything of it is understood; may wait. */
@FunctionalInterface
public interface Authenticator {
    /** For a gateway that has nothing to authenticate with: everybody is its one principal. */
    Authenticator LOCAL = of(Entrance.OPEN);

    /**
     * Who makes that request.
     *
     * @throws Refusal where it may not call
     */
    Access authenticate(HttpRequest request);

    /** One that asks at that entrance. */
    static Authenticator of(Entrance entrance) {
        return request -> switch (entrance.admit(request)) {
            case Admission.Admitted admitted -> admitted.access();
            case Admission.Refused refused -> throw Refusal.denied(refused.denial());
        };
    }
}
