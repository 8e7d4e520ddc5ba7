package io.yumen.app;

import io.yumen.admin.ApprovalRoutes;
import io.yumen.admin.AuditRoutes;
import io.yumen.admin.ExplainRoutes;
import io.yumen.admin.Gatekeeper;
import io.yumen.admin.HealthRoutes;
import io.yumen.admin.KeyRoutes;
import io.yumen.admin.LockdownRoutes;
import io.yumen.admin.ServerRoutes;
import io.yumen.admin.StateRoutes;
import io.yumen.admin.TrialRoutes;
import io.yumen.admin.UserRoutes;
import io.yumen.app.access.FrontDoor;
import io.yumen.http.server.HttpHandler;
import io.yumen.oauth.LoginRoutes;
import io.yumen.tenant.Roles;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What operators and probes see, each behind the roles that it takes. Probes of life and readiness say no more than that. */
final class Routes {
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");

    private final HttpHandler probes;
    private final List<Place> places;

    Routes(Gatekeeper keeper, FrontDoor door, Parts parts) {
        this.probes = parts.health();
        List<Place> all = new ArrayList<>(List.of(
                new Place(HealthRoutes::serves, keeper.gate(parts.health(), Roles.MONITOR, Roles.OPERATOR)),
                new Place(ServerRoutes::serves, keeper.gate(parts.servers(), Roles.OPERATOR)),
                new Place(LoginRoutes::serves, keeper.open(parts.logins(), "/oauth")),
                new Place(AuditRoutes::serves, keeper.gate(parts.audit(), Roles.AUDITOR)),
                new Place(TrialRoutes::serves, keeper.gate(parts.trial(), Roles.AUDITOR)),
                new Place(ExplainRoutes::serves, keeper.gate(parts.explain(), Roles.OPERATOR, Roles.AUDITOR))));
        parts.approvals()
                .map(waiting -> keeper.gate(waiting, Roles.APPROVER))
                .ifPresent(next -> all.add(new Place(ApprovalRoutes::serves, next)));
        door.keys()
                .map(keys -> keeper.gate(new KeyRoutes(keys, InstantSource.system()), Roles.ADMIN))
                .ifPresent(next -> all.add(new Place(KeyRoutes::serves, next)));
        door.state()
                .map(kept -> keeper.gate(new StateRoutes(kept::backup), Roles.ADMIN))
                .ifPresent(next -> all.add(new Place(StateRoutes::serves, next)));
        door.users()
                .map(users -> keeper.gate(new UserRoutes(users), Roles.ADMIN))
                .ifPresent(next -> all.add(new Place(UserRoutes::serves, next)));
        door.lockdown()
                .map(locks -> keeper.gate(new LockdownRoutes(locks, door::principal), Roles.ADMIN))
                .ifPresent(next -> all.add(new Place(LockdownRoutes::serves, next)));
        this.places = List.copyOf(all);
    }

    /** What there is with every configuration, and where calls wait for approval. */
    record Parts(
            HealthRoutes health,
            ServerRoutes servers,
            LoginRoutes logins,
            AuditRoutes audit,
            TrialRoutes trial,
            ExplainRoutes explain,
            Optional<ApprovalRoutes> approvals) {}

    /** What serves that path, or empty where it is none of operators. */
    Optional<HttpHandler> at(String path) {
        if (OPEN.contains(path)) {
            return Optional.of(probes);
        }
        return places.stream()
                .filter(place -> place.serves().test(path))
                .map(Place::handler)
                .findFirst();
    }

    /** The paths of one concern, behind the gate that they take. */
    private record Place(Predicate<String> serves, HttpHandler handler) {}
}
