package io.yumen.admin.running;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Parameter;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.admin.running.Operator.Action;
import io.yumen.backend.LogLine;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What operators ask and order of servers: their state, their log, and that they start and stop. */
public final class ServerRoutes {
    private static final int USUAL_LINES = 100;
    private static final int MOST_LINES = 1_000;
    private static final Failure UNKNOWN = new Failure(
            404, "unknown_server", "There is no server of that name; the message names those that there are");
    private static final Parameter LINES =
            Parameter.count("lines", "So many at most, the newest; 100 where it is left out", MOST_LINES);

    private final Operator operator;

    public ServerRoutes(Operator operator) {
        this.operator = operator;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/servers", Reach.EVERYTHING, "Lists the servers with their state")
                        .roles(Roles.OPERATOR)
                        .answers(Servers.class)
                        .does(call -> Reply.of(new Servers(
                                operator.servers().stream()
                                        .map(ServerReport::form)
                                        .toList(),
                                operator.machine()))),
                Route.get("/servers/{server}", Reach.EVERYTHING, "Says how a server fares and what it offers")
                        .roles(Roles.OPERATOR)
                        .answers(ServerReport.Form.class)
                        .fails(UNKNOWN)
                        .does(call -> server(call.variable("server"))),
                Route.get(
                                "/servers/{server}/log",
                                Reach.EVERYTHING,
                                "Reads the last of a server's past and of what its processes wrote to standard error")
                        .roles(Roles.OPERATOR)
                        .query(List.of(LINES))
                        .answers(Log.class)
                        .fails(UNKNOWN)
                        .does(this::log),
                order(
                        "start",
                        "Starts a server at once where nothing of it runs, and forgets that it had failed",
                        Action.START),
                order("stop", "Ends a server until it is started, or its settings change", Action.STOP),
                order("restart", "Ends a server and starts it; requests under way fail", Action.RESTART));
    }

    /** All servers. */
    record Servers(
            @Doc("In the order of the configuration") List<ServerReport.Form> servers,

            @Doc("What the machine can do to keep their processes apart")
            Operator.Machine machine) {}

    /** The end of a server's log. */
    record Log(@Doc("The newest last") List<LogEntry> lines) {}

    /** A line of it. */
    record LogEntry(
            Instant time,
            LogLine.Source source,

            @Doc("Without the characters that drive terminals")
            String text) {}

    private Route order(String verb, String summary, Action action) {
        return Route.post("/servers/{server}/" + verb, Reach.EVERYTHING, summary)
                .roles(Roles.OPERATOR)
                .answers(ServerReport.Form.class)
                .fails(UNKNOWN)
                .does(call -> act(call.variable("server"), action));
    }

    private Reply server(String name) {
        return operator.server(name).map(server -> Reply.of(server.form())).orElseGet(() -> unknown(name));
    }

    private Reply act(String name, Action action) {
        return operator.act(name, action) ? server(name) : unknown(name);
    }

    private Reply log(Call call) {
        String name = call.variable("server");
        Optional<ServerReport> server = operator.server(name);
        if (server.isEmpty()) {
            return unknown(name);
        }
        int most = call.query(LINES.name()).map(Integer::parseInt).orElse(USUAL_LINES);
        return Reply.of(new Log(operator.log(name, most).stream()
                .map(line -> new LogEntry(line.time(), line.source(), line.text()))
                .toList()));
    }

    private Reply unknown(String name) {
        String known = operator.servers().stream().map(ServerReport::name).collect(Collectors.joining(", "));
        return new Reply.Failed(
                UNKNOWN, "There is no server \"" + name + "\"; there is " + (known.isEmpty() ? "none" : known));
    }
}
