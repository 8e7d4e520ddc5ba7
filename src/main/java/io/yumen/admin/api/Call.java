package io.yumen.admin.api;

import io.yumen.schema.Records;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of a route, already checked against what the route says of itself.
 *
 * @param variables what stands in the path in place of the names in braces, decoded
 * @param query the parameters that are given, decoded
 * @param order the body; without anything in it where the route takes none
 * @param access who calls, and what he came in with
 */
public record Call(Map<String, String> variables, Map<String, String> query, ObjectNode order, Access access) {
    public Call {
        variables = Map.copyOf(variables);
        query = Map.copyOf(query);
    }

    /** Who calls. */
    public Principal person() {
        return access.principal();
    }

    /** What stands in the path in place of that name. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("The path of this route has no {" + name + "}");
        }
        return value;
    }

    /** That parameter, where it is given. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The body. */
    public <T extends Record> T order(Class<T> type) {
        return Records.read(order, type);
    }

    /** Whether the one who calls may see what is of that tenant: who is of a tenant of his own sees that one alone. */
    public boolean maySee(TenantId tenant) {
        return isForAllTenants() || person().tenant().equals(tenant);
    }

    /** Whether the one who calls may do what concerns all tenants: whether he is of none of his own, but {@code local}. */
    public boolean isForAllTenants() {
        return Reach.isOfEverything(person());
    }
}
