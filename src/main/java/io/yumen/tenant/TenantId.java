package io.yumen.tenant;

/** The name of a tenant: whose data it is. */
public record TenantId(String value) {
    /** The one tenant of a gateway that has no identity provider. */
    public static final TenantId LOCAL = new TenantId("local");

    public TenantId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A tenant has a name");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
