package io.yumen.admin;

import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.lockdown.Locked;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What administrators lock: {@code GET /api/v1/lockdown} says what is locked, {@code POST} with a {@code reason} locks, and {@code
 * DELETE} lifts, at {@code /api/v1/lockdown/principals/TENANT/NAME}, {@code .../clients/ID}, {@code .../servers/NAME} and {@code
 * .../everything}. Each does the same when it is repeated. What is locked stands in the path, and so in the audit trail.
 */
public final class LockdownRoutes implements HttpHandler {
    private static final String ROOT = Lock.API;
    private static final Pattern LOCK =
            Pattern.compile(ROOT + "/(?:principals/([^/]+)/([^/]+)|clients/([^/]+)|servers/([^/]+)|everything)");
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private final Lockdown lockdown;
    private final Function<HttpRequest, Optional<Principal>> who;
    private final HttpHandler guarded = new LocalOnly(this::route);

    /** @param who who sends that */
    public LockdownRoutes(Lockdown lockdown, Function<HttpRequest, Optional<Principal>> who) {
        this.lockdown = lockdown;
        this.who = who;
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
            Matcher matcher = LOCK.matcher(request.path());
            if (request.path().equals(ROOT)) {
                list(request, response);
            } else if (matcher.matches()) {
                change(lock(matcher), request, response);
            } else {
                Answers.failure(
                        response, Answers.NOT_FOUND, "unknown_path", "There is nothing here; see docs/lockdown.md");
            }
        } catch (RpcException | IllegalArgumentException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
        }
    }

    private void list(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            Answers.methodNotAllowed(response, "GET");
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode locks = body.putArray("locks");
        lockdown.all().forEach(one -> locks.add(one.toJson()));
        Answers.json(response, Answers.OK, body);
    }

    private void change(Lock lock, HttpRequest request, HttpResponse response) {
        switch (request.method()) {
            case "POST" -> {
                if (Answers.hasJson(request, response)) {
                    String reason = CODEC.read(request.body()).path("reason").asString("");
                    Locked locked = lockdown.lock(lock, reason, by(request));
                    Answers.json(response, Answers.OK, locked.toJson());
                }
            }
            case "DELETE" -> {
                Optional<Locked> was = lockdown.lift(lock);
                ObjectNode body = was.map(Locked::toJson).orElseGet(JsonNodeFactory.instance::objectNode);
                Answers.json(response, Answers.OK, body.put("lifted", was.isPresent()));
            }
            default -> Answers.methodNotAllowed(response, "POST, DELETE");
        }
    }

    private String by(HttpRequest request) {
        return who.apply(request)
                .map(principal -> principal.tenant() + "/" + principal.name())
                .orElse("");
    }

    private static Lock lock(Matcher matcher) {
        if (matcher.group(2) != null) {
            return Lock.of(Lock.Kind.PRINCIPAL, decoded(matcher.group(1)), decoded(matcher.group(2)));
        }
        if (matcher.group(3) != null) {
            return Lock.of(Lock.Kind.CLIENT, "", decoded(matcher.group(3)));
        }
        return matcher.group(4) != null
                ? Lock.of(Lock.Kind.SERVER, "", decoded(matcher.group(4)))
                : Lock.of(Lock.Kind.EVERYTHING, "", "");
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
