package io.yumen.cli.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What somebody may do who gets a credential, and on whose data. */
final class HolderOptions {
    @Option(
            names = {"-r", "--role"},
            paramLabel = "ROLE",
            description = {
                "What the holder may do; can be given several times. Yumen itself knows admin, operator, monitor, approver",
                "and auditor; rules may speak of any others."
            })
    private List<String> roles = List.of();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose data the holder may touch. Default: local.")
    private @Nullable String tenant;

    /** Puts them into an order to the gateway. */
    void into(ObjectNode order) {
        ArrayNode granted = order.putArray("roles");
        roles.forEach(granted::add);
        if (tenant != null) {
            order.put("tenant", tenant);
        }
    }
}
