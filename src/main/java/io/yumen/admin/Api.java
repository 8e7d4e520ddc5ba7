package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.OpenApi;
import io.yumen.admin.api.Parameter;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.admin.api.RouteTable;
import io.yumen.admin.api.RouteTable.Found;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Nearest;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Records;
import io.yumen.store.StoreException;
import io.yumen.tenant.Access;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves the routes of {@code /api/v1}: finds the route, lets in who has one of its roles, is a program of this machine
 * ({@link LocalOnly}), and is not of a tenant that it reaches beyond, checks what is taken against what the route says, and answers in the form that it says. Describes all of
 * them at {@code /api/v1/openapi.json}.
 */
public final class Api {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final String BELOW = Route.ROOT + "/";

    private final RouteTable table;
    private final Gatekeeper keeper;

    /** Serves those routes, and their description. */
    public Api(List<Route> routes, Gatekeeper keeper) {
        this.table = described(routes);
        this.keeper = keeper;
    }

    /** What serves that path; empty where it is that of no route. */
    public Optional<HttpHandler> at(String path) {
        // Each request of everybody is asked for here, and most are calls.
        List<Found> here = path.startsWith(BELOW) ? table.at(path) : List.of();
        return here.isEmpty() ? Optional.empty() : Optional.of((request, response) -> serve(here, request, response));
    }

    /** These, and the one that describes them. */
    public static RouteTable described(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/openapi.json", Reach.NOBODYS, "Describes these routes in OpenAPI 3.1")
                .answers(Route.Tree.class)
                .does(call -> Reply.of(new Route.Tree(OpenApi.of(described(routes))))));
        return new RouteTable(all);
    }

    private void serve(List<Found> here, HttpRequest request, HttpResponse response) {
        Optional<Found> found = Found.of(here, request.method());
        Set<String> roles = found.map(one -> one.route().about().roles()).orElseGet(() -> rolesOfAny(here));
        keeper.gateFor(access -> new LocalOnly(handler(here, found, access)), roles)
                .handle(request, response);
    }

    private static HttpHandler handler(List<Found> here, Optional<Found> found, Access access) {
        return found.<HttpHandler>map(one -> (request, response) -> within(one, access, request, response))
                .orElse((request, response) -> notAllowed(here, response));
    }

    /** Runs it for whom it does not reach too far. */
    private static void within(Found found, Access access, HttpRequest request, HttpResponse response) {
        if (found.route().reach().isFor(access.principal())) {
            run(found, access, request, response);
        } else {
            Failure failure = Failure.OTHER_TENANT;
            Answers.failure(response, failure.status(), failure.code(), failure.when());
        }
    }

    private static Set<String> rolesOfAny(List<Found> here) {
        boolean isForAll =
                here.stream().anyMatch(one -> one.route().about().roles().isEmpty());
        return isForAll
                ? Set.of()
                : here.stream()
                        .flatMap(one -> one.route().about().roles().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static void notAllowed(List<Found> here, HttpResponse response) {
        String allowed =
                here.stream().map(one -> one.route().verb().name()).sorted().collect(Collectors.joining(", "));
        Answers.methodNotAllowed(response, allowed);
    }

    private static void run(Found found, Access access, HttpRequest request, HttpResponse response) {
        Route route = found.route();
        if (route.takesBody() && !Answers.hasJson(request, response)) {
            return;
        }
        Reply reply;
        try {
            Map<String, String> query = query(route, request);
            ObjectNode order = route.takesBody() ? order(route, request) : JsonNodeFactory.instance.objectNode();
            reply = route.work().work(new Call(found.variables(), query, order, access));
        } catch (RpcException | IllegalArgumentException | DateTimeException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
            return;
        } catch (StoreException e) {
            String code = "state_" + e.code().name().toLowerCase(Locale.ROOT);
            Answers.failure(response, Answers.UNAVAILABLE, code, String.valueOf(e.getMessage()));
            return;
        }
        switch (reply) {
            case Reply.Done done -> Answers.json(response, route.answered().status(), form(done.form()));
            case Reply.Failed failed ->
                Answers.failure(
                        response, failed.failure().status(), failed.failure().code(), failed.message());
        }
    }

    private static ObjectNode form(Record form) {
        return form instanceof Route.Tree whole ? whole.tree() : Records.write(form);
    }

    private static ObjectNode order(Route route, HttpRequest request) {
        byte[] body = request.body();
        JsonNode read = body.length == 0 ? JsonNodeFactory.instance.objectNode() : CODEC.read(body);
        requireKnown(read, route.taken().schema().tree().path("properties"));
        List<String> problems = route.taken().schema().problems(read);
        if (!problems.isEmpty() || !(read instanceof ObjectNode order)) {
            throw new IllegalArgumentException("The body is not what it should be: " + String.join("; ", problems));
        }
        return route.taken().schema().fill(order);
    }

    /** A typing error is told with what was meant, which a schema does not know. */
    private static void requireKnown(JsonNode body, JsonNode members) {
        List<String> known = List.copyOf(members.propertyNames());
        for (String name : body.propertyNames()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no " + PlainText.echo(JsonCodec.text(JsonNodeFactory.instance.stringNode(name)))
                                + Nearest.to(name, known)
                                        .map(meant -> "; did you mean \"" + meant + "\"?")
                                        .orElse(" here"));
            }
        }
    }

    private static Map<String, String> query(Route route, HttpRequest request) {
        Set<String> seen = new HashSet<>();
        String[] parts =
                request.query().isEmpty() ? new String[0] : request.query().split("&", -1);
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (route.taken().query().stream().noneMatch(known -> known.name().equals(name))) {
                throw new IllegalArgumentException("There is no such parameter; there is " + known(route));
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(name + " is asked for twice");
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : route.taken().query()) {
            request.queryParameter(parameter.name()).ifPresent(value -> {
                parameter.check(value);
                values.put(parameter.name(), value);
            });
        }
        return values;
    }

    private static String known(Route route) {
        String names = route.taken().query().stream().map(Parameter::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
