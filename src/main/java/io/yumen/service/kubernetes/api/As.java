package io.yumen.service.kubernetes.api;

import io.yumen.catalogue.Credential;
import io.yumen.service.ToolFailure;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * As whom a cluster is asked.
 *
 * @param user who is named to it; empty for the credentials' own
 * @param groups the groups of that user
 * @param credential what shows to it whose the requests are, in place of the credentials of the configuration
 * @param caller for whom: those who ask for much take turns
 */
record As(String user, List<String> groups, Credential credential, Principal caller) {
    static final As OWN = new As("", List.of(), Credential.NONE, Principal.LOCAL);

    /** What Kubernetes keeps for itself: nobody is let in as one of these. */
    private static final String RESERVED = "system:";

    As {
        groups = List.copyOf(groups);
    }

    /** By that credential, and by nothing of the configuration. */
    static As by(Credential credential, Principal caller) {
        return new As("", List.of(), credential, caller);
    }

    /** Tells those apart who may see different things there; no secret. */
    String mark() {
        return credential.mark() + "\n" + user + "\n" + String.join("\n", groups);
    }

    /** As whom that caller asks. */
    static As of(KubernetesConfig.Identity identity, Access access) {
        if (!identity.impersonates()) {
            return new As("", List.of(), Credential.NONE, access.principal());
        }
        if (access.proof() == Access.Proof.NONE) {
            throw refused("This cluster is asked in its callers' own names, and nobody showed who you are");
        }
        TenantId tenant = access.principal().tenant();
        String own = access.principal().name();
        boolean isLocal = tenant.equals(TenantId.LOCAL) && own.indexOf('/') < 0;
        String name = identity.userPrefix() + (isLocal ? own : tenant + "/" + own);
        List<String> groups = access.roles().stream()
                .sorted()
                .map(role -> identity.groupPrefix() + role)
                .filter(group -> !isReserved(group))
                .toList();
        if (isReserved(name) || !isPlain(name) || !groups.stream().allMatch(As::isPlain)) {
            throw refused("No cluster is asked in that name, or for those roles");
        }
        return new As(name, groups, Credential.NONE, access.principal());
    }

    /** Whether a header has it as it is: spaces around it are taken away on the way, and what is not ASCII becomes something else. */
    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.equals(name.strip()) && name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static boolean isReserved(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(RESERVED);
    }

    private static ToolFailure refused(String why) {
        return new ToolFailure(
                "forbidden", why + "; an operator sets \"identity\" and how callers log in", Duration.ZERO);
    }
}
