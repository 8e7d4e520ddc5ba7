package io.yumen.admin.running;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.schema.Doc;
import io.yumen.secret.Sha256;
import io.yumen.session.legacy.LegacySession;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.tenant.Roles;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What operators see of the sessions of legacy clients, and end; the modern era has none. The id by which a client speaks is never
 * shown: who has it could speak for the client. Who is of a tenant of its own sees and ends the sessions of that one alone.
 */
public final class SessionRoutes {
    private static final int HANDLE_BYTES = 10;
    private static final Failure UNKNOWN = new Failure(404, "unknown_session", "There is no such session");

    private final LegacySessions sessions;

    public SessionRoutes(LegacySessions sessions) {
        this.sessions = sessions;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/sessions", Reach.OWN_TENANT, "Lists the sessions of clients of the legacy era")
                        .roles(Roles.OPERATOR)
                        .answers(SessionList.class)
                        .does(call -> Reply.of(new SessionList(
                                seen(call).stream().map(SessionRoutes::form).toList()))),
                Route.delete(
                                "/sessions/{session}",
                                Reach.OWN_TENANT,
                                "Ends a session and all that is under way in it; the client has to begin another")
                        .roles(Roles.OPERATOR)
                        .answers(SessionForm.class)
                        .fails(UNKNOWN)
                        .does(this::end));
    }

    /** All of them. */
    record SessionList(List<SessionForm> sessions) {}

    /** A session. */
    record SessionForm(
            @Doc("Names it here; not the id by which the client speaks")
            String id,

            @Doc("Of whom the client's user is") String tenant,
            @Doc("Who the client's user is") String principal,
            @Doc("Where the client speaks, as in /mcp") String endpoint,
            @Doc("The revision of MCP that was settled") String protocolVersion,
            @Doc("What the client says of itself") ObjectNode clientInfo,
            @Doc("Requests under way in it") int requestsUnderWay,
            @Doc("Since it was last used") long idleSeconds) {}

    private Reply end(Call call) {
        String handle = call.variable("session");
        return seen(call).stream()
                .filter(session -> handle(session).equals(handle))
                .findFirst()
                .map(session -> {
                    SessionForm form = form(session);
                    sessions.end(session);
                    return Reply.of(form);
                })
                .orElseGet(() -> Reply.of(UNKNOWN));
    }

    private List<LegacySession> seen(Call call) {
        return sessions.all().stream()
                .filter(session -> call.maySee(session.principal().tenant()))
                .toList();
    }

    private static SessionForm form(LegacySession session) {
        return new SessionForm(
                handle(session),
                session.principal().tenant().value(),
                session.principal().name(),
                session.endpoint().name(),
                session.revision().wire(),
                session.clientInfo(),
                session.requestsUnderWay(),
                session.idle().toSeconds());
    }

    private static String handle(LegacySession session) {
        return HexFormat.of().formatHex(Sha256.of(session.id()), 0, HANDLE_BYTES);
    }
}
