package io.yumen.admin;

import io.yumen.auth.ApiKey;
import io.yumen.auth.ApiKeys;
import io.yumen.auth.NewKey;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What administrators do with keys: {@code GET /api/v1/keys} lists them, {@code POST /api/v1/keys} makes one and shows it this
 * once, {@code POST /api/v1/keys/ID/rotate} makes another for the same holder, {@code DELETE /api/v1/keys/ID} takes one back.
 * Durations are those of ISO 8601, as in {@code P90D}.
 */
public final class KeyRoutes implements HttpHandler {
    private static final String ROOT = "/api/v1/keys";
    private static final Pattern KEY = Pattern.compile(ROOT + "/([A-Za-z0-9_-]+)(/rotate)?");
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final ApiKeys keys;
    private final InstantSource clock;
    private final HttpHandler guarded = new LocalOnly(this::route);

    public KeyRoutes(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
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
            Matcher matcher = KEY.matcher(request.path());
            if (!matcher.matches()) {
                unknown(response);
            } else if (matcher.group(2) == null) {
                revoke(matcher.group(1), request, response);
            } else {
                rotate(matcher.group(1), request, response);
            }
        } catch (RpcException | IllegalArgumentException | DateTimeException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
        }
    }

    private void collection(HttpRequest request, HttpResponse response) {
        switch (request.method()) {
            case "GET" -> {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                ArrayNode all = body.putArray("keys");
                keys.list().forEach(key -> all.add(form(key)));
                Answers.json(response, Answers.OK, body);
            }
            case "POST" -> {
                if (Answers.hasJson(request, response)) {
                    Answers.json(response, Answers.CREATED, shown(keys.create(wanted(CODEC.read(request.body())))));
                }
            }
            default -> Answers.methodNotAllowed(response, "GET, POST");
        }
    }

    private void revoke(String id, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("DELETE")) {
            Answers.methodNotAllowed(response, "DELETE");
            return;
        }
        keys.revoke(id).ifPresentOrElse(key -> Answers.json(response, Answers.OK, form(key)), () -> unknown(response));
    }

    private void rotate(String id, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("POST")) {
            Answers.methodNotAllowed(response, "POST");
            return;
        }
        if (!Answers.hasJson(request, response)) {
            return;
        }
        Duration overlap = duration(CODEC.read(request.body()), "overlap").orElse(OVERLAP);
        keys.rotate(id, overlap)
                .ifPresentOrElse(made -> Answers.json(response, Answers.CREATED, shown(made)), () -> unknown(response));
    }

    private NewKey wanted(JsonNode body) {
        Optional<Instant> end = duration(body, "expiresIn").map(clock.instant()::plus);
        return new NewKey(
                new TenantId(body.path("tenant").asString(TenantId.LOCAL.value())),
                body.path("principal").asString(""),
                new HashSet<>(names(body.path("roles"))),
                body.has("scopes") ? Scopes.of(names(body.path("scopes"))) : Scopes.ALL,
                body.path("note").asString(""),
                end);
    }

    private static Optional<Duration> duration(JsonNode body, String name) {
        if (!body.has(name)) {
            return Optional.empty();
        }
        Duration duration = Duration.parse(body.path(name).asString(""));
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is not negative");
        }
        return Optional.of(duration);
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(name -> name.asString("")).toList();
    }

    private static ObjectNode shown(ApiKeys.Made made) {
        return form(made.key()).put("key", made.secret().reveal());
    }

    private static ObjectNode form(ApiKey key) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        form.put("id", key.id()).put("tenant", key.tenant()).put("principal", key.principal());
        new TreeSet<>(key.roles()).forEach(form.putArray("roles")::add);
        if (key.scopes() instanceof Scopes.Only only) {
            new TreeSet<>(only.names()).forEach(form.putArray("scopes")::add);
        }
        form.put("note", key.note()).put("created", key.created().toString());
        key.expires().ifPresent(time -> form.put("expires", time.toString()));
        key.revoked().ifPresent(time -> form.put("revoked", time.toString()));
        return form;
    }

    private static void unknown(HttpResponse response) {
        Answers.failure(response, Answers.NOT_FOUND, "unknown_key", "There is no such key");
    }
}
