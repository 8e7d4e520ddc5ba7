package io.yumen.audit;

import io.yumen.tenant.Arrival;
import io.yumen.tenant.Principal;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who did something. What is not known is empty.
 *
 * @param tenant whose data it is
 * @param principal who the client acts for
 * @param client name and version of the client, as it claims them
 * @param arrival how the request came in
 */
public record Who(String tenant, String principal, String client, Arrival arrival) {
    public Who {
        tenant = Redaction.cut(tenant);
        principal = Redaction.cut(principal);
        client = Redaction.cut(client);
    }

    /** One who did not, or need not, say who it is. */
    public static Who unknown(Arrival arrival) {
        return new Who("", "", "", arrival);
    }

    public static Who of(Principal principal, String client, Arrival arrival) {
        return new Who(principal.tenant().value(), principal.name(), client, arrival);
    }

    void write(ObjectNode json) {
        Fields.put(json, "tenant", tenant);
        Fields.put(json, "principal", principal);
        Fields.put(json, "client", client);
        Fields.put(json, "transport", arrival.transport());
        Fields.put(json, "address", arrival.address());
        Fields.put(json, "auth", arrival.proof());
        Fields.put(json, "key", arrival.key());
        Fields.put(json, "trace", arrival.trace());
    }
}
