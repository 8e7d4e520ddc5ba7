package io.yumen.admin.api;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All routes. Immutable. */
public final class RouteTable {
    private final List<Route> routes;

    /**
     * A table of these routes, in the order in which they are described.
     *
     * @throws IllegalArgumentException where two of them are the same
     */
    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        Set<String> seen = new LinkedHashSet<>();
        for (Route route : routes) {
            if (!seen.add(route.verb() + " " + route.path().text())) {
                throw new IllegalArgumentException("There are two routes " + route.verb() + " " + route.path());
            }
        }
    }

    /** The routes at that path, one for each verb that it knows; none where there is nothing. */
    public List<Found> at(String path) {
        return routes.stream()
                .flatMap(route -> route.path().match(path).map(values -> new Found(route, values)).stream())
                .sorted(Comparator.comparingInt(found -> found.variables().size()))
                .toList();
    }

    /** All routes. */
    public List<Route> routes() {
        return routes;
    }

    /**
     * A route at a path.
     *
     * @param variables what stands there in place of the names
     */
    public record Found(Route route, Map<String, String> variables) {
        /** The one of these that is of that method. */
        public static Optional<Found> of(List<Found> here, String method) {
            return here.stream()
                    .filter(found -> found.route().verb().name().equals(method))
                    .findFirst();
        }
    }
}
