package io.yumen.transport;

import io.yumen.auth.Admission;
import io.yumen.auth.Denial;
import io.yumen.auth.Entrance;
import io.yumen.auth.Stays;
import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Access;
import java.util.function.Consumer;

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

    /**
     * A request on that wire was refused before it reached a session: here, or because of what was wrong with it. For the
     * record that is kept of it; must not wait.
     */
    default void refused(HttpRequest request, String transport, Refusal refusal) {}

    /**
     * Somebody came in by that access for longer than a request.
     *
     * @param end is told, on a thread of its own, when the access has ended, and why
     */
    default Stays.Stay stay(Access access, Consumer<String> end) {
        return Stays.Stay.FREE;
    }

    /** What one is told at that path whose token is not good for all that he wants. */
    default Denial.Demand demand(String path) {
        return Denial.Demand.ANYTHING;
    }

    /** One that asks at that entrance. */
    static Authenticator of(Entrance entrance) {
        return new Authenticator() {
            @Override
            public Access authenticate(HttpRequest request) {
                return switch (entrance.admit(request)) {
                    case Admission.Admitted admitted -> admitted.access();
                    case Admission.Refused refused -> throw Refusal.denied(refused.denial());
                };
            }

            @Override
            public Denial.Demand demand(String path) {
                return entrance.demand(path);
            }
        };
    }

    /** The same, for requests that come by that wire. */
    default Authenticator over(String transport) {
        Authenticator all = this;
        return new Authenticator() {
            @Override
            public Access authenticate(HttpRequest request) {
                return all.authenticate(request).by(transport);
            }

            @Override
            public void refused(HttpRequest request, String ignored, Refusal refusal) {
                all.refused(request, transport, refusal);
            }

            @Override
            public Stays.Stay stay(Access access, Consumer<String> end) {
                return all.stay(access, end);
            }

            @Override
            public Denial.Demand demand(String path) {
                return all.demand(path);
            }
        };
    }
}
