package io.yumen.auth.policy;

import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an expression said of credentials, where it speaks of nothing else: it says the same of the same one again, at each call.
 * Holds a bounded number of them, and no token. Safe for many threads.
 */
final class Remembered {
    /** Credentials whose answers are held at most. */
    private static final int PLACES = 256;

    /** What such an expression may speak of; what names its loops have does not matter. */
    private static final Set<String> STANDING = Set.of(
            Facts.PRINCIPAL_NAME,
            Facts.PRINCIPAL_TENANT,
            Facts.ROLES,
            Facts.SCOPES,
            Facts.CLAIMS,
            Facts.CLIENT,
            Facts.PROOF);

    private final AtomicReferenceArray<@Nullable Said> places = new AtomicReferenceArray<>(PLACES);

    /** Whether what an expression that speaks of those says hangs on the credential alone. */
    static boolean canBe(Set<String> names) {
        return names.stream().noneMatch(name -> Facts.NAMES.contains(name) && !STANDING.contains(name));
    }

    /** What it says of that one. */
    Match of(Access access, Supplier<Match> evaluation) {
        int place = (System.identityHashCode(access.claims())
                        ^ System.identityHashCode(access.roles())
                        ^ access.principal().name().hashCode())
                & PLACES - 1;
        Said said = places.get(place);
        if (said == null || !said.isOf(access)) {
            said = new Said(access, evaluation.get());
            places.set(place, said);
        }
        return said.match;
    }

    /** What it said, and of what. */
    private record Said(
            Principal principal,
            Access.Proof proof,
            String client,
            Set<String> roles,
            Scopes scopes,
            ObjectNode claims,
            Match match) {
        Said(Access access, Match match) {
            this(
                    access.principal(),
                    access.proof(),
                    access.client(),
                    access.roles(),
                    access.scopes(),
                    access.claims(),
                    match);
        }

        /** Of the same credential these are the same objects, so that nothing is compared deeply. */
        boolean isOf(Access access) {
            return proof == access.proof()
                    && principal.equals(access.principal())
                    && client.equals(access.client())
                    && roles.equals(access.roles())
                    && scopes.equals(access.scopes())
                    && claims.equals(access.claims());
        }
    }
}
