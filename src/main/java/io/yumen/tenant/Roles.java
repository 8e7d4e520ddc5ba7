package io.yumen.tenant;

import java.util.Set;

/** The roles that Yumen itself knows. Rules may speak of any others. */
public final class Roles {
    /** May do everything, operate the gateway among it; of a tenant of its own, all that concerns that tenant alone. */
    public static final String ADMIN = "admin";

    /** May see and operate servers, see tools, end sessions, ask which rule decides, and read health and metrics. */
    public static final String OPERATOR = "operator";

    /** May read health, metrics, and whether the configuration is in force. */
    public static final String MONITOR = "monitor";

    /** May approve and deny calls that wait for it, and what servers say of themselves. */
    public static final String APPROVER = "approver";

    /** May read the audit trail, see tools, ask which rule decides, and try others on what is recorded. */
    public static final String AUDITOR = "auditor";

    /** All of them. */
    public static final Set<String> KNOWN = Set.of(ADMIN, OPERATOR, MONITOR, APPROVER, AUDITOR);

    private Roles() {}
}
