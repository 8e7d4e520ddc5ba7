package io.yumen.auth.users;

import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who has a password here.
 *
 * @param name unique in the gateway; letters, digits and {@code . _ @ + -}, at most 64
 * @param tenant whose data the user may touch
 * @param roles what the user may do
 * @param created when the user was made
 * @param disabled whether no password lets the user in now
 */
public record User(String name, TenantId tenant, Set<String> roles, Instant created, boolean disabled) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

    public User {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "The name of a user has 1 to 64 letters, digits, and . _ @ + - and begins with a letter or digit");
        }
        roles = Set.copyOf(roles);
    }

    /** A user who may come in. */
    public User(String name, TenantId tenant, Set<String> roles, Instant created) {
        this(name, tenant, roles, created, false);
    }

    /** The same, whom no password lets in. */
    User keptOut() {
        return new User(name, tenant, roles, created, true);
    }

    /** The same, who may come in. */
    User letIn() {
        return new User(name, tenant, roles, created);
    }

    /** Whether a user may have that name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** As whom the user acts. */
    public Principal principal() {
        return new Principal(tenant, name);
    }

    /** What the user has who came in by the password itself. */
    public Access access() {
        return Access.plain(principal(), Access.Proof.PASSWORD).withRoles(roles);
    }
}
