package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reply;
import io.yumen.auth.ApiKey;
import io.yumen.auth.users.User;
import io.yumen.tenant.Access;
import io.yumen.tenant.Roles;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one may give to others, and so to himself: nothing outside of his tenant, no role that he does not have, and nothing that is
 * good for more than what he came in with. The only place where that is decided: whatever makes a credential, or hands one out for
 * somebody who has one, asks here. Immutable.
 */
final class Granting {
    /** Where more would be given than the giver has. */
    static final Failure MORE_THAN_OWN = new Failure(
            403, "more_than_own", "Nobody gives roles that he does not have, or more scopes than he came in with");

    private final Access giver;

    private Granting(Access giver) {
        this.giver = giver;
    }

    /** What whoever makes that call may give. */
    static Granting by(Call call) {
        return new Granting(call.access());
    }

    /**
     * What is given.
     *
     * @param tenant whose data it lets touch
     * @param roles what it lets do
     * @param scopes what it is good for
     */
    record Gift(TenantId tenant, Set<String> roles, Scopes scopes) {
        Gift {
            roles = Set.copyOf(roles);
        }

        /** What who has that key has. */
        static Gift of(ApiKey key) {
            return new Gift(new TenantId(key.tenant()), key.roles(), key.scopes());
        }

        /** What who knows the password of that user has. */
        static Gift of(User user) {
            return ofPassword(user.tenant(), user.roles());
        }

        /** What comes with a password, which no scopes narrow down. */
        static Gift ofPassword(TenantId tenant, Set<String> roles) {
            return new Gift(tenant, roles, Scopes.ALL);
        }
    }

    /** The tenant that is meant: where none is named, that of who gives. */
    TenantId tenant(@Nullable String named) {
        return named == null ? giver.principal().tenant() : new TenantId(named);
    }

    /** Whether it may be given. */
    boolean allows(Gift gift) {
        return objection(gift).isEmpty();
    }

    /** Why it may not be given; empty where it may. */
    Optional<Reply> objection(Gift gift) {
        if (!isOfEverything() && !gift.tenant().equals(giver.principal().tenant())) {
            return refused(
                    Failure.OTHER_TENANT,
                    "You are of a tenant of your own, and give nothing outside of it; leave \"tenant\" out");
        }
        Set<String> missing = new TreeSet<>(gift.roles());
        missing.removeIf(this::has);
        if (!missing.isEmpty()) {
            return refused(
                    MORE_THAN_OWN,
                    "Nobody gives roles that he does not have, as here: " + String.join(", ", missing)
                            + ". Who is of no tenant of his own, and has the role admin, gives any");
        }
        return narrows(gift.scopes())
                ? Optional.empty()
                : refused(
                        MORE_THAN_OWN,
                        "What you came in with is good for certain scopes alone: name \"scopes\" of these for a key; a password has"
                                + " none, and takes who came in without such limits");
    }

    private boolean isOfEverything() {
        return giver.principal().tenant().equals(TenantId.LOCAL);
    }

    /** An administrator has the roles that Yumen knows; of a tenant, none of those that rules may speak of beside them. */
    private boolean has(String role) {
        boolean isAdmin = giver.roles().contains(Roles.ADMIN);
        return giver.roles().contains(role) || (isAdmin && (isOfEverything() || Roles.KNOWN.contains(role)));
    }

    private boolean narrows(Scopes given) {
        return switch (giver.scopes()) {
            case Scopes.All all -> true;
            case Scopes.Only own ->
                given instanceof Scopes.Only only && own.names().containsAll(only.names());
        };
    }

    private static Optional<Reply> refused(Failure failure, String message) {
        return Optional.of(new Reply.Failed(failure, message));
    }
}
