package io.yumen.oauth;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.tenant.Principal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pages of a login: {@code /oauth/login/TICKET}, from where a browser is sent to the authorization server, and {@code
 * /oauth/callback}, where it comes back. Both are for the user alone whose login it is.
 */
public final class LoginRoutes implements HttpHandler {
    static final String START = "/oauth/login/";
    static final String CALLBACK = "/oauth/callback";

    private static final int OK = 200;
    private static final int FOUND = 303;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final List<String> PARAMETERS = List.of("state", "iss", "code", "error", "error_description");
    private static final Headers PAGE = Headers.of(
            "Content-Type", "text/html; charset=utf-8",
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store");

    private final Visits visits;
    private final Function<HttpRequest, Optional<Principal>> who;

    /** @param who says whose browser it is; empty where it is nobody's who may come in */
    public LoginRoutes(Visits visits, Function<HttpRequest, Optional<Principal>> who) {
        this.visits = visits;
        this.who = who;
    }

    /** Whether that path is one of ours. */
    public static boolean serves(String path) {
        return path.startsWith(START) || path.equals(CALLBACK);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            response.send(NOT_ALLOWED, Headers.of("Allow", "GET"), new byte[0]);
        } else if (request.path().equals(CALLBACK)) {
            finish(request, response);
        } else {
            start(request, response);
        }
    }

    private void start(HttpRequest request, HttpResponse response) {
        String ticket = request.path().substring(START.length());
        Optional<URI> next = who.apply(request).flatMap(principal -> visits.start(ticket, principal));
        if (next.isPresent()) {
            response.send(
                    FOUND,
                    Headers.of(
                            "Location",
                            next.get().toString(),
                            "Referrer-Policy",
                            "no-referrer",
                            "Cache-Control",
                            "no-store"),
                    new byte[0]);
        } else {
            unknown(response);
        }
    }

    private void finish(HttpRequest request, HttpResponse response) {
        Map<String, String> query = new HashMap<>();
        PARAMETERS.forEach(name -> request.queryParameter(name).ifPresent(value -> query.put(name, value)));
        switch (who.apply(request)
                .map(principal -> visits.finish(principal, query))
                .orElseGet(Visits.Ending.Unknown::new)) {
            case Visits.Ending.Done done ->
                page(
                        response,
                        OK,
                        "You are logged in",
                        "The server " + done.server() + " can be used now. Close this page.");
            case Visits.Ending.Failed failed -> page(response, BAD_REQUEST, "The login failed", failed.why());
            case Visits.Ending.Unknown unknown -> unknown(response);
        }
    }

    private static void unknown(HttpResponse response) {
        page(
                response,
                NOT_FOUND,
                "There is no such login",
                "It is over, too old, or another user's. Ask for a new link where you got this one.");
    }

    private static void page(HttpResponse response, int status, String title, String text) {
        String html = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + escaped(title)
                + "</title><style>body{font:1rem system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem}</style><h1>"
                + escaped(title) + "</h1><p>" + escaped(text) + "</p></html>\n";
        response.send(status, PAGE, html.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
