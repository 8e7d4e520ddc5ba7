package io.yumen.audit;

import io.yumen.protocol.FieldWriter;
import io.yumen.tenant.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who did something, and how he came in. What is not known is empty. A credential is named, never shown.
 *
 * @param tenant whose data it is
 * @param principal who the client acts for
 * @param client name and version of the client, as it claims them
 * @param transport the wire
 * @param address where the client is
 * @param proof how it was shown who he is; {@code none} where nothing is asked
 * @param credential tells the credential from others of the principal
 * @param roles those that the principal has by it
 */
public record Who(
        String tenant,
        String principal,
        String client,
        String transport,
        String address,
        String proof,
        String credential,
        Set<String> roles) {
    /** Roles of one record at most. */
    private static final int MOST_ROLES = 64;

    public Who {
        tenant = Redaction.cut(tenant);
        principal = Redaction.cut(principal);
        client = Redaction.cut(client);
        credential = Redaction.cut(credential);
        roles = Set.copyOf(roles);
    }

    /** One who did not say who he is. */
    public static Who unknown(String transport, String address) {
        return new Who("", "", "", transport, address, "", "", Set.of());
    }

    /**
     * One who came in.
     *
     * @param client name and version of the client, or empty
     */
    public static Who of(Access access, String client) {
        return new Who(
                access.principal().tenant().value(),
                access.principal().name(),
                client,
                access.transport(),
                access.address(),
                access.proof().word(),
                access.credential(),
                access.roles());
    }

    void write(FieldWriter json) {
        Fields.put(json, "tenant", tenant);
        Fields.put(json, "principal", principal);
        Fields.put(json, "client", client);
        Fields.put(json, "transport", transport);
        Fields.put(json, "address", address);
        Fields.put(json, "auth", proof);
        Fields.put(json, "credential", credential);
        if (!roles.isEmpty()) {
            json.put("roles", shown(roles.size() == 1 ? List.copyOf(roles) : List.copyOf(new TreeSet<>(roles))));
        }
    }

    private static List<String> shown(List<String> roles) {
        List<String> shown = new ArrayList<>();
        for (String role : roles.subList(0, Math.min(roles.size(), MOST_ROLES))) {
            shown.add(Redaction.cut(role));
        }
        return shown;
    }
}
