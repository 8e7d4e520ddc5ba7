package io.yumen.app;

import io.yumen.admin.AuditRoutes;
import io.yumen.admin.ExplainRoutes;
import io.yumen.admin.Gatekeeper;
import io.yumen.admin.HealthRoutes;
import io.yumen.admin.KeyRoutes;
import io.yumen.admin.ServerRoutes;
import io.yumen.admin.StateRoutes;
import io.yumen.admin.UserRoutes;
import io.yumen.http.server.HttpHandler;
import io.yumen.oauth.LoginRoutes;
import io.yumen.tenant.Roles;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What operators and probes see, each behind the roles that it takes. Probes of life and readiness say no more than that. */
final class Routes {
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");

    private final HttpHandler probes;
    private final HttpHandler health;
    private final HttpHandler servers;
    private final HttpHandler logins;
    private final HttpHandler audit;
    private final HttpHandler explain;
    private final Optional<HttpHandler> keys;
    private final Optional<HttpHandler> users;
    private final Optional<HttpHandler> state;

    Routes(Gatekeeper keeper, FrontDoor door, Parts parts) {
        this.logins = keeper.open(parts.logins(), "/oauth");
        this.probes = parts.health();
        this.health = keeper.gate(parts.health(), Roles.MONITOR, Roles.OPERATOR);
        this.servers = keeper.gate(parts.servers(), Roles.OPERATOR);
        this.audit = keeper.gate(parts.audit(), Roles.AUDITOR);
        this.explain = keeper.gate(parts.explain(), Roles.OPERATOR, Roles.AUDITOR);
        this.keys = door.keys().map(all -> keeper.gate(new KeyRoutes(all, InstantSource.system()), Roles.ADMIN));
        this.users = door.users().map(all -> keeper.gate(new UserRoutes(all), Roles.ADMIN));
        this.state = door.state().map(kept -> keeper.gate(new StateRoutes(kept::backup), Roles.ADMIN));
    }

    /** What there is with every configuration. */
    record Parts(
            HealthRoutes health, ServerRoutes servers, LoginRoutes logins, AuditRoutes audit, ExplainRoutes explain) {}

    /** What serves that path, or empty where it is none of operators. */
    Optional<HttpHandler> at(String path) {
        if (OPEN.contains(path)) {
            return Optional.of(probes);
        }
        if (HealthRoutes.serves(path)) {
            return Optional.of(health);
        }
        if (ServerRoutes.serves(path)) {
            return Optional.of(servers);
        }
        if (LoginRoutes.serves(path)) {
            return Optional.of(logins);
        }
        if (AuditRoutes.serves(path)) {
            return Optional.of(audit);
        }
        if (ExplainRoutes.serves(path)) {
            return Optional.of(explain);
        }
        return withAccess(path);
    }

    /** What there is only where somebody must show who he is. */
    private Optional<HttpHandler> withAccess(String path) {
        if (StateRoutes.serves(path)) {
            return state;
        }
        if (UserRoutes.serves(path)) {
            return users;
        }
        return KeyRoutes.serves(path) ? keys : Optional.empty();
    }
}
