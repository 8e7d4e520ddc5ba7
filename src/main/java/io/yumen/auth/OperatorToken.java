package io.yumen.auth;

import io.yumen.secret.Secret;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Roles;
import io.yumen.tenant.TenantId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * By which the commands of this machine operate its gateway: 256 random bits that end with the process, in a file that only
 * its user can read. Whoever can read that could as well change the configuration; so it is also the way back in for one who
 * has lost all keys. It is worth nothing from another machine.
 */
public final class OperatorToken {
    /** How it begins. */
    static final String PREFIX = "ymo_";

    private static final int BYTES = 32;
    private static final Access OPERATOR = Access.plain(new Principal(TenantId.LOCAL, "operator"), Access.Proof.KEY)
            .withCredential("operator")
            .withRoles(Set.of(Roles.ADMIN));

    private final Secret secret;

    private OperatorToken(Secret secret) {
        this.secret = secret;
    }

    /** A token that nobody has seen yet. */
    public static OperatorToken create() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new OperatorToken(
                new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random)));
    }

    /** Whether that access is one of an operator on this machine. */
    public static boolean isOperator(Access access) {
        return access.proof() == Access.Proof.KEY
                && access.credential().equals(OPERATOR.credential())
                && access.principal().equals(OPERATOR.principal());
    }

    /** The token itself. */
    public Secret secret() {
        return secret;
    }

    Admission admit(String text, InetSocketAddress from) {
        boolean same = MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8), secret.reveal().getBytes(StandardCharsets.UTF_8));
        return same && from.getAddress().isLoopbackAddress()
                ? new Admission.Admitted(OPERATOR)
                : Admission.refused(Denial.Reason.INVALID, "This is not the operator's token of this gateway");
    }
}
