package io.yumen.admin.api;

import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.Locale;

/**
 * How far a route reaches beyond the tenant of who calls it. Every route says so, and whoever it reaches too far for does not get as
 * far as its work.
 */
public enum Reach {
    /** It shows what is the same for everybody, and changes nothing. */
    NOBODYS,

    /** It shows and changes what is of a tenant: for who is of a tenant of his own, of that one alone ({@link Call#maySee}). */
    OWN_TENANT,

    /** It concerns all tenants, or what is of none: for those alone who are of no tenant of their own. */
    EVERYTHING;

    /** Whether that one may call what reaches so far. */
    public boolean isFor(Principal person) {
        return switch (this) {
            case NOBODYS, OWN_TENANT -> true;
            case EVERYTHING -> isOfEverything(person);
        };
    }

    /** As it is written in descriptions. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether that one is of no tenant of his own, but of {@code local}, which is the gateway's. */
    static boolean isOfEverything(Principal person) {
        return person.tenant().equals(TenantId.LOCAL);
    }
}
