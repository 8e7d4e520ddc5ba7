package io.yumen.admin;

import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.pin.Kind;
import io.yumen.pin.Pin;
import io.yumen.pin.Pins;
import io.yumen.pin.Waiting;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.store.StoreException;
import io.yumen.tenant.Principal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What servers say of themselves: {@code GET /api/v1/pins} lists what is pinned, {@code GET /api/v1/pins/SERVER} that of a server,
 * {@code GET /api/v1/pins/SERVER/KIND/NAME} one with the difference between what is approved and what waits. {@code POST} to that
 * followed by {@code /approve} or {@code /reject} decides, where the body's {@code digest} is what waits or none is given;
 * {@code /reset} forgets it, and {@code POST /api/v1/pins/SERVER/reset} all of the server. For programs of this machine only
 * ({@link LocalOnly}).
 */
public final class PinRoutes implements HttpHandler {
    private static final String ROOT = "/api/v1/pins";
    private static final Pattern SERVER = Pattern.compile(ROOT + "/([^/]+)(/reset)?");
    private static final Pattern ONE =
            Pattern.compile(ROOT + "/([^/]+)/(tool|prompt|template|instructions)/([^/]+)(?:/(approve|reject|reset))?");

    private final Pins pins;
    private final Function<HttpRequest, Optional<Principal>> who;
    private final HttpHandler guarded = new LocalOnly(this::kept);

    /**
     * Routes to those.
     *
     * @param who says who asks
     */
    public PinRoutes(Pins pins, Function<HttpRequest, Optional<Principal>> who) {
        this.pins = pins;
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

    private void kept(HttpRequest request, HttpResponse response) {
        try {
            route(request, response);
        } catch (StoreException e) {
            String code = "state_" + e.code().name().toLowerCase(Locale.ROOT);
            Answers.failure(response, Answers.UNAVAILABLE, code, String.valueOf(e.getMessage()));
        }
    }

    private void route(HttpRequest request, HttpResponse response) {
        Matcher server = SERVER.matcher(request.path());
        Matcher one = ONE.matcher(request.path());
        if (request.path().equals(ROOT)) {
            list(pins.list(), request, response);
        } else if (server.matches() && server.group(2) != null) {
            forgetAll(decoded(server.group(1)), request, response);
        } else if (server.matches()) {
            list(pins.list(decoded(server.group(1))), request, response);
        } else if (one.matches()) {
            one(one, request, response);
        } else {
            unknown(response);
        }
    }

    private static void list(List<Pin> all, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            Answers.methodNotAllowed(response, "GET");
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode listed = body.putArray("pins");
        all.forEach(pin -> listed.add(PinForm.summary(pin)));
        Answers.json(response, Answers.OK, body);
    }

    private void one(Matcher path, HttpRequest request, HttpResponse response) {
        Optional<Pin> pin =
                Kind.of(path.group(2)).flatMap(kind -> pins.find(decoded(path.group(1)), kind, decoded(path.group(3))));
        String verb = path.group(4);
        if (pin.isEmpty()) {
            unknown(response);
        } else if (verb == null && request.method().equals("GET")) {
            Answers.json(response, Answers.OK, PinForm.whole(pin.get()));
        } else if (verb == null) {
            Answers.methodNotAllowed(response, "GET");
        } else if (isOrder(request, response)) {
            decide(pin.get(), verb, request, response);
        }
    }

    private void decide(Pin pin, String verb, HttpRequest request, HttpResponse response) {
        Optional<String> digest;
        try {
            digest = digest(request);
        } catch (RpcException e) {
            Answers.failure(
                    response, Answers.BAD_REQUEST, "bad_request", e.error().message());
            return;
        }
        String by = by(request);
        Optional<Waiting> open =
                pin.waiting().filter(waiting -> digest.isEmpty() || digest.get().equals(waiting.digest()));
        switch (verb) {
            case "reset" -> {
                pins.forget(pin, by);
                Answers.json(response, Answers.OK, PinForm.summary(pin));
            }
            case "approve" ->
                open.ifPresentOrElse(
                        waiting -> answer(pins.approve(pin, waiting, by), response), () -> nothingWaits(pin, response));
            default ->
                open.map(Waiting::digest)
                        .or(() -> digest.filter(known -> isApproved(pin, known)))
                        .ifPresentOrElse(
                                known -> answer(pins.reject(pin, known, by), response),
                                () -> nothingWaits(pin, response));
        }
    }

    private static boolean isApproved(Pin pin, String digest) {
        return pin.approved().stream().anyMatch(one -> one.digest().equals(digest));
    }

    private static void answer(Pin pin, HttpResponse response) {
        Answers.json(response, Answers.OK, PinForm.summary(pin));
    }

    private static void nothingWaits(Pin pin, HttpResponse response) {
        String now = pin.waiting()
                .map(waiting -> "what waits is another definition by now, " + waiting.digest())
                .orElse("nothing of it waits for a decision");
        Answers.failure(response, Answers.CONFLICT, "nothing_waits", "Nothing was decided: " + now);
    }

    private void forgetAll(String server, HttpRequest request, HttpResponse response) {
        if (isOrder(request, response)) {
            List<Pin> all = pins.list(server);
            pins.forget(server, by(request));
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("server", server);
            Answers.json(response, Answers.OK, body.put("forgotten", all.size()));
        }
    }

    private static boolean isOrder(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("POST")) {
            Answers.methodNotAllowed(response, "POST");
            return false;
        }
        return Answers.hasJson(request, response);
    }

    /** What the body says was looked at; nothing where it does not. */
    private static Optional<String> digest(HttpRequest request) {
        return Optional.of(new JsonCodec(JsonLimits.DEFAULT)
                        .read(request.body())
                        .path("digest")
                        .asString(""))
                .filter(text -> !text.isEmpty());
    }

    private String by(HttpRequest request) {
        return who.apply(request).map(Principal::name).orElse("");
    }

    private static void unknown(HttpResponse response) {
        Answers.failure(response, Answers.NOT_FOUND, "unknown_pin", "Nothing of that name is known of that server");
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
