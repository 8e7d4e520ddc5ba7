package io.yumen.catalogue;

import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.service.ToolFailure;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.Optional;

/** As whom the system behind a service is asked. */
public sealed interface TargetIdentity {
    /** Whoever calls: by what the configuration says of the service. */
    TargetIdentity OWN = new Own();

    /** What the requests of that caller carry. */
    Credential of(String system, Access access);

    /** The same for what goes on after a call: as long as he comes with one good token after another. */
    Credential lasting(String system, Access access);

    /** By what the configuration says of the service, its headers or a kubeconfig. */
    record Own() implements TargetIdentity {
        @Override
        public Credential of(String system, Access access) {
            return Credential.NONE;
        }

        @Override
        public Credential lasting(String system, Access access) {
            return Credential.NONE;
        }
    }

    /**
     * By what the token of each caller is exchanged for, and by nothing else.
     *
     * @param rights of those who call; who calls has a right there before the service hears of it, and it is not made anew here, so
     *     that what was ended stays so for what is under way
     */
    record OnBehalf(CallerRights rights) implements TargetIdentity {
        /** @throws ToolFailure where that caller has nothing that could be exchanged */
        @Override
        public Credential of(String system, Access access) {
            return credential(system, access, rights.present(access));
        }

        @Override
        public Credential lasting(String system, Access access) {
            return credential(system, access, rights.newest(access));
        }

        private Credential credential(String system, Access access, Optional<CallerRight> right) {
            Optional<String> objection = rights.objection(access);
            if (objection.isPresent()) {
                throw refused(system + " " + objection.get());
            }
            return new Credential(
                    system,
                    right.orElseThrow(
                            () -> refused(system + " waits for its caller, whose right has ended; call again")));
        }

        private static ToolFailure refused(String why) {
            return new ToolFailure(Credential.UNAUTHORIZED, why, Duration.ZERO);
        }
    }
}
