package io.yumen.admin.running;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Parameter;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.schema.Doc;
import io.yumen.service.ServiceCache;
import io.yumen.tenant.Roles;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What operators see of what built-in services keep, and have forgotten. */
public final class CacheRoutes {
    private static final int USUAL_ENTRIES = 100;
    private static final int MOST_ENTRIES = 1_000;
    static final int LONGEST_PATTERN = 4_000;
    private static final Failure UNKNOWN = new Failure(
            404,
            "unknown_cache",
            "There is no server of that name that keeps anything; the message names those that do");
    private static final Parameter PATTERN = Parameter.text(
            "pattern",
            "Which copies, by what was asked, as an address: * and ? as wildcards, and what begins with / is of paths; all where it is left out");
    private static final Parameter LIMIT =
            Parameter.count("limit", "So many at most; 100 where it is left out", MOST_ENTRIES);

    private final Operator operator;

    public CacheRoutes(Operator operator) {
        this.operator = operator;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/caches", Reach.EVERYTHING, "Says how what built-in services keep has fared")
                        .roles(Roles.OPERATOR)
                        .answers(Caches.class)
                        .does(call -> Reply.of(new Caches(operator.caches().entrySet().stream()
                                .map(each ->
                                        new Cache(each.getKey(), each.getValue().statistics()))
                                .toList()))),
                Route.get("/caches/{server}", Reach.EVERYTHING, "Lists what a service keeps")
                        .roles(Roles.OPERATOR)
                        .query(List.of(PATTERN, LIMIT))
                        .answers(ServiceCache.Copies.class)
                        .fails(UNKNOWN)
                        .does(call -> with(call, cache -> entries(cache, call))),
                Route.post(
                                "/caches/{server}/invalidate",
                                Reach.EVERYTHING,
                                "Has a service forget what it keeps of some addresses")
                        .roles(Roles.OPERATOR)
                        .takes(Addresses.class)
                        .answers(Invalidated.class)
                        .fails(UNKNOWN)
                        .does(call -> with(call, cache -> invalidate(cache, call))));
    }

    /** All of them. */
    record Caches(@Doc("By the names of their servers") List<Cache> caches) {}

    /** What one service keeps. */
    record Cache(
            @Doc("Its name in the configuration") String server,

            @Doc("How it has fared since it was started") ServiceCache.Statistics statistics) {}

    /** Which copies. */
    record Addresses(
            @Doc(
                    value =
                            "By what was asked, as an address: * and ? as wildcards, and what begins with / is of paths",
                    max = LONGEST_PATTERN)
            String pattern) {}

    /** What went. */
    record Invalidated(
            String server,
            String pattern,

            @Doc("Copies that outlive the process, or where there are none, copies")
            int forgotten) {}

    private Reply with(Call call, Function<ServiceCache, Reply> work) {
        String server = call.variable("server");
        Map<String, ServiceCache> all = operator.caches();
        ServiceCache cache = all.get(server);
        return cache == null
                ? new Reply.Failed(
                        UNKNOWN,
                        "There is no server \"" + server + "\" that keeps anything; there is "
                                + (all.isEmpty() ? "none" : String.join(", ", all.keySet())))
                : work.apply(cache);
    }

    private static Reply entries(ServiceCache cache, Call call) {
        int most = call.query(LIMIT.name()).map(Integer::parseInt).orElse(USUAL_ENTRIES);
        return Reply.of(cache.find(call.query(PATTERN.name()).orElse("*"), most));
    }

    private static Reply invalidate(ServiceCache cache, Call call) {
        String pattern = call.order(Addresses.class).pattern();
        return Reply.of(new Invalidated(call.variable("server"), pattern, cache.invalidate(pattern)));
    }
}
