package io.yumen.tenant;

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
}
