package io.yumen.admin.running;

import io.yumen.admin.api.Parameter;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.util.List;
import java.util.Optional;

/** What operators see of tools, whatever rules show to clients. */
public final class ToolRoutes {
    private static final Parameter SERVER = Parameter.text("server", "Only those of that server");

    private final Operator operator;

    public ToolRoutes(Operator operator) {
        this.operator = operator;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.get("/tools", Reach.EVERYTHING, "Lists the tools of all servers whose lists are known")
                .roles(Roles.OPERATOR, Roles.AUDITOR)
                .query(List.of(SERVER))
                .answers(Tools.class)
                .does(call -> list(call.query(SERVER.name()))));
    }

    /** Those tools. */
    record Tools(
            @Doc("Without those of servers that were not reached yet")
            List<ToolReport> tools) {}

    private Reply list(Optional<String> server) {
        return Reply.of(new Tools(operator.tools().stream()
                .filter(tool -> server.isEmpty() || tool.server().equals(server.get()))
                .toList()));
    }
}
