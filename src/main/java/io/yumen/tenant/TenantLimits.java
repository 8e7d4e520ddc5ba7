package io.yumen.tenant;

/**
 * How much of what all tenants share one of them may have. The gateway's own ({@link TenantId#LOCAL}) has no such limit: whoever
 * operates it sets them.
 *
 * @param keys how many keys of clients that are good at the same time; of those that ended as many are remembered
 * @param users how many users
 */
public record TenantLimits(int keys, int users) {
    public static final TenantLimits DEFAULT = new TenantLimits(1000, 1000);

    public TenantLimits {
        if (keys < 1 || users < 1) {
            throw new IllegalArgumentException("A limit is a number from 1 on");
        }
    }

    /** A tenant has all that it may have; the message says of what, and what to do. */
    public static final class Reached extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Reached(String message) {
            super(message);
        }
    }

    /**
     * Refuses one more key.
     *
     * @param has how many the tenant has
     * @throws Reached where that is all
     */
    public void requireKey(TenantId tenant, long has) {
        require(
                tenant,
                has < keys,
                keys
                        + " keys, which is all that it may have: take back what nobody needs, or raise limits.keysPerTenant");
    }

    /**
     * Refuses one more user.
     *
     * @param has how many the tenant has
     * @throws Reached where that is all
     */
    public void requireUser(TenantId tenant, long has) {
        require(
                tenant,
                has < users,
                users
                        + " users, which is all that it may have: remove whom nobody needs, or raise limits.usersPerTenant");
    }

    private static void require(TenantId tenant, boolean fits, String full) {
        if (!fits && !tenant.equals(TenantId.LOCAL)) {
            throw new Reached("The tenant " + tenant.value() + " has " + full);
        }
    }
}
