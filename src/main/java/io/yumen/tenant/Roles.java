package io.yumen.tenant;

/** The roles that Yumen itself knows. Rules may speak of any others. */
public final class Roles {
    /** May do everything, operate the gateway among it. */
    public static final String ADMIN = "admin";

    /** May see and operate servers, and read health and metrics. */
    public static final String OPERATOR = "operator";

    /** May read health and metrics. */
    public static final String MONITOR = "monitor";

    /** May approve and deny calls that wait for it. */
    public static final String APPROVER = "approver";

    /** May read the audit trail. */
    public static final String AUDITOR = "auditor";

    private Roles() {}
}
