package io.yumen.oauth;

import static io.yumen.http.HtmlPage.escaped;

import io.yumen.http.Cookies;
import io.yumen.http.Headers;
import io.yumen.http.HtmlPage;
import io.yumen.http.WebForm;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.oauth.Visit.Browser;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pages of a login: {@code /oauth/login/TICKET}, from where a browser is sent to the authorization server, and {@code
 * /oauth/callback}, where it comes back. A browser that shows whose it is goes on at once where the login is that user's, and
 * not at all where it is another's. One that shows nothing has its user confirm for whom the login is, and only that browser
 * may come back.
 */
public final class LoginRoutes implements HttpHandler {
    static final String START = "/oauth/login/";
    static final String CALLBACK = "/oauth/callback";

    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final List<String> PARAMETERS = List.of("state", "iss", "code", "error", "error_description");
    private static final Headers QUIET = Headers.of("Referrer-Policy", "no-referrer", "Cache-Control", "no-store");

    private final Visits visits;
    private final Who who;

    /** Tells browsers apart. */
    public interface Who {
        /** Whose browser sends that; empty where it does not show that. */
        Optional<Principal> of(HttpRequest request);

        /** Where that user's browser shows whose it is, and comes back to that page then; empty where it cannot. */
        default Optional<String> placeToLogIn(Principal user, String page) {
            return Optional.empty();
        }

        /** Whether that user may log in at servers now. */
        default boolean mayLogIn(Principal user) {
            return true;
        }
    }

    public LoginRoutes(Visits visits, Who who) {
        this.visits = visits;
        this.who = who;
    }

    /** Whether that path is one of ours. */
    public static boolean serves(String path) {
        return path.startsWith(START) || path.equals(CALLBACK);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        boolean isBack = request.path().equals(CALLBACK);
        switch (request.method()) {
            case "GET" -> {
                if (isBack) {
                    finish(request, response);
                } else {
                    start(request, response);
                }
            }
            case "POST" -> confirm(request, response);
            default -> response.send(NOT_ALLOWED, Headers.of("Allow", "GET, POST"), new byte[0]);
        }
    }

    private void start(HttpRequest request, HttpResponse response) {
        Optional<Visit> found = found(request);
        Optional<Principal> user = who.of(request);
        if (found.isEmpty() || (user.isPresent() && !found.get().login().owner().equals(user))) {
            unknown(response);
        } else if (user.isPresent()) {
            goOn(response, found.get(), QUIET);
        } else {
            Optional<String> place = placeToLogIn(found.get(), request);
            if (place.isPresent()) {
                response.send(SEE_OTHER, QUIET.with("Location", place.get()), new byte[0]);
            } else {
                ask(response, found.get());
            }
        }
    }

    private Optional<String> placeToLogIn(Visit visit, HttpRequest request) {
        return visit.login().owner().flatMap(owner -> who.placeToLogIn(owner, request.path()));
    }

    private void ask(HttpResponse response, Visit visit) {
        String name = visit.login().owner().map(Principal::name).orElse("");
        HtmlPage page = new HtmlPage(
                OK,
                "Log in to " + visit.server() + "?",
                "<p>" + escaped(name) + " asks to use the server <b>" + escaped(visit.server())
                        + "</b> through this gateway. If you go on, what you allow at <b>" + escaped(visit.where())
                        + "</b> can be used by " + escaped(name)
                        + ".</p><p>Go on only if that is you, and you have just asked for it.</p>"
                        + "<form method=\"post\"><button>Go on to " + escaped(visit.where()) + "</button></form>",
                // Where the authorization server sends the browser on, it alone knows.
                "'self' https: " + visit.where());
        response.send(OK, page.headers(), page.bytes());
    }

    /** No page but ours can do that for the user. */
    private void confirm(HttpRequest request, HttpResponse response) {
        Optional<Visit> found = found(request);
        if (found.isEmpty()
                || who.of(request).isPresent()
                || placeToLogIn(found.get(), request).isPresent()) {
            unknown(response);
            return;
        }
        Optional<String> secret =
                WebForm.isOurs(request.headers()) ? found.get().bind() : Optional.empty();
        if (secret.isEmpty()) {
            page(response, FORBIDDEN, "Not here", "<p>This login goes on in the browser where it was begun.</p>");
            return;
        }
        String cookie = Cookies.set(found.get().cookie() + "=" + secret.get(), "/oauth/", KEPT)
                + (request.secure() ? "; Secure" : "");
        goOn(response, found.get(), QUIET.with("Set-Cookie", cookie));
    }

    private void finish(HttpRequest request, HttpResponse response) {
        Map<String, String> query = new HashMap<>();
        PARAMETERS.forEach(name -> request.queryParameter(name).ifPresent(value -> query.put(name, value)));
        switch (visits.finish(
                new Browser(
                        who.of(request),
                        name -> Cookies.find(request.headers(), name).orElse(""),
                        who::mayLogIn),
                query)) {
            case Visits.Ending.Done done ->
                page(
                        response,
                        OK,
                        "You are logged in",
                        "<p>The server " + escaped(done.server()) + " can be used now. Close this page.</p>");
            case Visits.Ending.Failed failed ->
                page(response, BAD_REQUEST, "The login failed", "<p>" + escaped(failed.why()) + "</p>");
            case Visits.Ending.Unknown unknown -> unknown(response);
        }
    }

    private Optional<Visit> found(HttpRequest request) {
        String ticket = request.path().startsWith(START) ? request.path().substring(START.length()) : "";
        return visits.of(ticket)
                .filter(visit -> visit.login()
                        .owner()
                        .filter(owner -> !who.mayLogIn(owner))
                        .isEmpty());
    }

    private static void goOn(HttpResponse response, Visit visit, Headers headers) {
        response.send(SEE_OTHER, headers.with("Location", visit.authorization().toString()), new byte[0]);
    }

    private static void unknown(HttpResponse response) {
        page(
                response,
                NOT_FOUND,
                "There is no such login",
                "<p>It is over, too old, or another user's. Ask for a new link where you got this one.</p>");
    }

    private static void page(HttpResponse response, int status, String title, String body) {
        HtmlPage page = HtmlPage.of(status, title, body);
        response.send(status, page.headers(), page.bytes());
    }
}
