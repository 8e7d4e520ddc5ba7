package io.yumen.app;

import io.yumen.admin.Api;
import io.yumen.admin.ApprovalRoutes;
import io.yumen.admin.AuditRoutes;
import io.yumen.admin.ExplainRoutes;
import io.yumen.admin.Explainer;
import io.yumen.admin.Gatekeeper;
import io.yumen.admin.HealthRoutes;
import io.yumen.admin.KeyRoutes;
import io.yumen.admin.LockdownRoutes;
import io.yumen.admin.PinRoutes;
import io.yumen.admin.TrialRoutes;
import io.yumen.admin.UserRoutes;
import io.yumen.admin.api.Route;
import io.yumen.admin.running.CacheRoutes;
import io.yumen.admin.running.ConfigurationRoutes;
import io.yumen.admin.running.Operator;
import io.yumen.admin.running.ServerRoutes;
import io.yumen.admin.running.SessionRoutes;
import io.yumen.admin.running.StateRoutes;
import io.yumen.admin.running.ToolRoutes;
import io.yumen.app.access.FrontDoor;
import io.yumen.audit.trail.Search;
import io.yumen.auth.approval.ApprovalLimits;
import io.yumen.http.server.HttpHandler;
import io.yumen.oauth.LoginRoutes;
import io.yumen.pin.Pins;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.tenant.Roles;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What operators and probes see, each behind the roles that it takes. Probes of life and readiness say no more than that. */
final class Routes {
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");

    private final HttpHandler probes;
    private final List<Place> places;
    private final Api api;

    Routes(Gatekeeper keeper, FrontDoor door, Parts parts) {
        this.probes = parts.health();
        this.places = List.of(
                new Place(HealthRoutes::serves, keeper.gate(parts.health(), Roles.MONITOR, Roles.OPERATOR)),
                new Place(LoginRoutes::serves, keeper.open(door.open(parts.logins()), "/oauth")));
        this.api = new Api(operations(door, parts), keeper);
    }

    /** The routes of {@code /api/v1}, in the order in which they are described. */
    private static List<Route> operations(FrontDoor door, Parts parts) {
        return Stream.of(
                        new ServerRoutes(parts.operator()).routes(),
                        new ToolRoutes(parts.operator()).routes(),
                        new CacheRoutes(parts.operator()).routes(),
                        new SessionRoutes(parts.sessions()).routes(),
                        new KeyRoutes(door.keys(), InstantSource.system()).routes(),
                        new UserRoutes(door.users()).routes(),
                        new ApprovalRoutes(door.approvals(), parts.limits()).routes(),
                        new LockdownRoutes(door.lockdown()).routes(),
                        new PinRoutes(parts.pins()).routes(),
                        new ExplainRoutes(parts.explainer()).routes(),
                        new TrialRoutes(parts.trails(), parts.explainer()).routes(),
                        new AuditRoutes(parts.trails()).routes(),
                        parts.configuration().routes(),
                        new StateRoutes(door.state().map(kept -> kept::backup)).routes())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * What routes speak of.
     *
     * @param limits how long calls wait for approval
     * @param trails what the audit wrote, where there is one
     */
    record Parts(
            HealthRoutes health,
            LoginRoutes logins,
            Operator operator,
            LegacySessions sessions,
            ConfigurationRoutes configuration,
            Supplier<ApprovalLimits> limits,
            Pins pins,
            Optional<Search> trails,
            Explainer explainer) {}

    /** What serves that path, or empty where it is none of operators. */
    Optional<HttpHandler> at(String path) {
        if (OPEN.contains(path)) {
            return Optional.of(probes);
        }
        for (Place place : places) {
            if (place.serves().test(path)) {
                return Optional.of(place.handler());
            }
        }
        return api.at(path);
    }

    /** The same without pages of users: for programs of this machine alone. */
    Optional<HttpHandler> forPrograms(String path) {
        return LoginRoutes.serves(path) ? Optional.empty() : at(path);
    }

    /** The paths of one concern, behind the gate that they take. */
    private record Place(Predicate<String> serves, HttpHandler handler) {}
}
