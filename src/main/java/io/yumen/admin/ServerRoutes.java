package io.yumen.admin;

import io.yumen.admin.Operator.Action;
import io.yumen.backend.LogLine;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What operators ask and order of servers: {@code GET /api/v1/servers}, {@code /api/v1/servers/NAME}, {@code
 * /api/v1/servers/NAME/log?lines=N}, and {@code POST /api/v1/servers/NAME/start}, {@code /stop}, {@code /restart} with a JSON
 * body, which no page can send without being asked first. For programs of this machine only ({@link LocalOnly}).
 */
public final class ServerRoutes implements HttpHandler {
    private static final String ROOT = "/api/v1/servers";
    private static final Pattern SERVER = Pattern.compile(ROOT + "/([^/]+)(?:/(log|start|stop|restart))?");
    private static final int USUAL_LINES = 100;
    private static final int MOST_LINES = 1_000;

    private final Operator operator;
    private final HttpHandler guarded = new LocalOnly(this::route);

    public ServerRoutes(Operator operator) {
        this.operator = operator;
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
        if (request.path().equals(ROOT)) {
            get(request, response, all());
            return;
        }
        Matcher matcher = SERVER.matcher(request.path());
        if (!matcher.matches()) {
            Answers.failure(
                    response, Answers.NOT_FOUND, "unknown_path", "There is nothing here; see docs/operations.md");
            return;
        }
        String name = decoded(matcher.group(1));
        Optional<ServerReport> server = operator.server(name);
        if (server.isEmpty()) {
            unknown(response, name);
            return;
        }
        switch (matcher.group(2)) {
            case null -> get(request, response, server.get().toJson());
            case "log" -> get(request, response, log(name, request));
            case String verb -> act(request, response, name, Action.valueOf(verb.toUpperCase(Locale.ROOT)));
        }
    }

    private static void get(HttpRequest request, HttpResponse response, ObjectNode body) {
        if (request.method().equals("GET")) {
            Answers.json(response, Answers.OK, body);
        } else {
            Answers.methodNotAllowed(response, "GET");
        }
    }

    private void act(HttpRequest request, HttpResponse response, String name, Action action) {
        if (!request.method().equals("POST")) {
            Answers.methodNotAllowed(response, "POST");
        } else if (!Answers.hasJson(request, response)) {
            return;
        } else if (operator.act(name, action) && operator.server(name).orElse(null) instanceof ServerReport after) {
            Answers.json(response, Answers.OK, after.toJson());
        } else {
            unknown(response, name);
        }
    }

    private ObjectNode all() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode servers = body.putArray("servers");
        operator.servers().forEach(server -> servers.add(server.toJson()));
        return body;
    }

    private ObjectNode log(String name, HttpRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode lines = body.putArray("lines");
        for (LogLine line : operator.log(name, lines(request))) {
            lines.addObject()
                    .put("time", line.time().toString())
                    .put("source", line.source().name().toLowerCase(Locale.ROOT))
                    .put("text", line.text());
        }
        return body;
    }

    private static int lines(HttpRequest request) {
        return request.queryParameter("lines")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .map(count -> Math.clamp(count, 1, MOST_LINES))
                .orElse(USUAL_LINES);
    }

    private void unknown(HttpResponse response, String name) {
        String known = operator.servers().stream().map(ServerReport::name).collect(Collectors.joining(", "));
        Answers.failure(
                response,
                Answers.NOT_FOUND,
                "unknown_server",
                "There is no server \"" + name + "\"; there is " + (known.isEmpty() ? "none" : known));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
