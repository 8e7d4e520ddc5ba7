package io.yumen.tenant;

import org.jspecify.annotations.Nullable;

/**
 * Who a client acts for.
 *
 * @param tenant whose data the principal may touch
 * @param name the principal's name, unique within its tenant
 */
public record Principal(TenantId tenant, String name) {
    /** The one principal of a gateway that has nothing to authenticate with. */
    public static final Principal LOCAL = new Principal(TenantId.LOCAL, "local");

    public Principal {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A principal has a name");
        }
    }

    /** By hand, as {@link #hashCode()} is: what is counted and kept for each principal is looked up at each call. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Principal another
                && name.equals(another.name)
                && tenant.value().equals(another.tenant.value());
    }

    @Override
    public int hashCode() {
        return 31 * tenant.value().hashCode() + name.hashCode();
    }
}
