package io.yumen.admin;

import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Secret;
import io.yumen.tenant.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What administrators do with people who have a password: {@code GET /api/v1/users} lists them, {@code POST /api/v1/users} makes
 * one, {@code POST /api/v1/users/NAME/password} gives one another password, {@code
 * .../disable} and {@code .../enable} keep one out and let him in again, {@code DELETE /api/v1/users/NAME} removes one.
 */
public final class UserRoutes implements HttpHandler {
    private static final String ROOT = "/api/v1/users";
    private static final Pattern USER = Pattern.compile(ROOT + "/([A-Za-z0-9._@+-]+)(?:/(password|disable|enable))?");
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private final Users users;
    private final HttpHandler guarded = new LocalOnly(this::route);

    public UserRoutes(Users users) {
        this.users = users;
    }

    /** Whether that path is one of ours. */
    public static boolean serves(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    private void route(HttpRequest request, HttpResponse response) {
        try {
            if (request.path().equals(ROOT)) {
                collection(request, response);
                return;
            }
            Matcher matcher = USER.matcher(request.path());
            if (!matcher.matches()) {
                unknown(response);
            } else if (matcher.group(2) == null) {
                remove(matcher.group(1), request, response);
            } else {
                change(matcher.group(1), matcher.group(2), request, response);
            }
        } catch (RpcException | IllegalArgumentException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
        }
    }

    private void collection(HttpRequest request, HttpResponse response) {
        switch (request.method()) {
            case "GET" -> {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                ArrayNode all = body.putArray("users");
                users.list().forEach(user -> all.add(form(user)));
                Answers.json(response, Answers.OK, body);
            }
            case "POST" -> {
                if (Answers.hasJson(request, response)) {
                    create(CODEC.read(request.body()), response);
                }
            }
            default -> Answers.methodNotAllowed(response, "GET, POST");
        }
    }

    private void create(JsonNode body, HttpResponse response) {
        Set<String> roles =
                body.path("roles").valueStream().map(role -> role.asString("")).collect(Collectors.toUnmodifiableSet());
        Optional<User> made = users.create(
                body.path("name").asString(""),
                new TenantId(body.path("tenant").asString(TenantId.LOCAL.value())),
                roles,
                password(body));
        made.ifPresentOrElse(
                user -> Answers.json(response, Answers.CREATED, form(user)),
                () -> Answers.failure(response, Answers.BAD_REQUEST, "bad_request", "There is a user of that name"));
    }

    private void remove(String name, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("DELETE")) {
            Answers.methodNotAllowed(response, "DELETE");
            return;
        }
        Optional<User> user = users.find(name);
        if (user.isPresent() && users.remove(name)) {
            Answers.json(response, Answers.OK, form(user.get()));
        } else {
            unknown(response);
        }
    }

    private void change(String name, String what, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("POST")) {
            Answers.methodNotAllowed(response, "POST");
            return;
        }
        if (!Answers.hasJson(request, response)) {
            return;
        }
        boolean known = switch (what) {
            case "password" -> users.setPassword(name, password(CODEC.read(request.body())));
            case "disable" -> users.disable(name);
            default -> users.enable(name);
        };
        users.find(name)
                .filter(user -> known)
                .ifPresentOrElse(user -> Answers.json(response, Answers.OK, form(user)), () -> unknown(response));
    }

    private static Secret password(JsonNode body) {
        return new Secret(body.path("password").asString(""));
    }

    private static ObjectNode form(User user) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        form.put("name", user.name()).put("tenant", user.tenant().value());
        new TreeSet<>(user.roles()).forEach(form.putArray("roles")::add);
        return form.put("created", user.created().toString()).put("disabled", user.disabled());
    }

    private static void unknown(HttpResponse response) {
        Answers.failure(response, Answers.NOT_FOUND, "unknown_user", "There is no such user");
    }
}
