package io.yumen.admin.api;

/**
 * A way in which a route fails, as it is described.
 *
 * @param status the status of HTTP
 * @param code what programs know it by; never changes
 * @param when when it happens, as a sentence
 */
public record Failure(int status, String code, String when) {
    /** Of what there is only where somebody must show who he is. */
    public static final Failure NO_ACCESS = new Failure(
            404,
            "no_access",
            "This gateway asks nobody who he is, and so keeps nothing of that kind; see docs/access.md");

    /** For whom a route reaches too far. */
    public static final Failure OTHER_TENANT = new Failure(
            403,
            "other_tenant",
            "This concerns all tenants: it is for those alone who are of no tenant of their own; see docs/access.md");

    /** Of what tenants share. */
    public static final Failure TENANT_FULL = new Failure(
            409,
            "tenant_full",
            "The tenant has all that it may have of that kind; see limits in docs/configuration.md");

    /** Of what is read from the audit trail. */
    public static final Failure NO_AUDIT =
            new Failure(404, "no_audit", "This gateway keeps no audit trail; see docs/audit.md");

    /** Where the trail is there but cannot be read. */
    public static final Failure UNREADABLE = new Failure(503, "unreadable", "The audit trail cannot be read now");

    /** Where others do the same now, and it takes much. */
    public static final Failure BUSY = new Failure(503, "busy", "Others ask for the same now; try again soon");
}
