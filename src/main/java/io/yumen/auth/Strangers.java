package io.yumen.auth;

import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * Those who come in without showing anything.
 *
 * @param access what they may do
 * @param from from where they come in
 */
public record Strangers(Access access, From from) {
    private static final String WHAT_TO_DO =
            ": without credentials only programs of this machine come in. Whoever runs the gateway names its proxy in"
                    + " listen.trustedProxies, and says letInAnybodyFromAnywhere in access.anonymous where that is meant";

    /** From where somebody comes in who shows nothing. */
    public enum From {
        THIS_MACHINE,
        ANYWHERE
    }

    /** Those who have these roles. */
    public static Strangers with(Set<String> roles, From from) {
        // Good for what is asked of everybody, and for no scope that a rule demands: else who drops his token had them
        // all.
        Access access = Access.plain(new Principal(TenantId.LOCAL, "anonymous"), Access.Proof.NONE)
                .withRoles(roles)
                .withScopes(new Scopes.Only(Set.of("mcp")));
        return new Strangers(access, from);
    }

    Admission admit(HttpRequest request) {
        Optional<String> stranger = from == From.ANYWHERE ? Optional.empty() : fromElsewhere(request);
        return stranger.<Admission>map(why -> Admission.refused(Denial.Reason.NO_CREDENTIALS, why + WHAT_TO_DO))
                .orElseGet(() -> new Admission.Admitted(access));
    }

    /** What shows that the request is not of a program of this machine. */
    private static Optional<String> fromElsewhere(HttpRequest request) {
        if (!OwnMachine.connects(request)) {
            return Optional.of("This comes from another machine");
        }
        if (!OwnMachine.names(request).orElse(true)) {
            return Optional.of("This calls the gateway by a name that is none of loopback");
        }
        return OwnMachine.proxied(request).map(header -> "This came by a proxy, as its " + header + " says");
    }
}
