package io.yumen.auth.server;

import static io.yumen.http.HtmlPage.escaped;

import io.yumen.auth.ResourceNames;
import io.yumen.auth.server.Browsers.Form;
import io.yumen.auth.server.Browsers.Session;
import io.yumen.auth.users.User;
import io.yumen.http.HtmlPage;
import io.yumen.http.WebForm;
import io.yumen.http.server.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorization endpoint: who is logged in is asked each time whether that client may act for him, and the browser is sent
 * back with a code or with a refusal (RFC 6749 section 4.1, RFC 9207). To a place that is not the client's nobody is ever sent.
 */
final class AuthorizePages {
    static final String PATH = "/authorize";

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizePages.class);

    private final ServerConfig config;
    private final Desk desk;
    private final ResourceNames names;

    /** What it works with. */
    record Desk(Clients clients, Codes codes, Browsers browsers, Consents consents, Ledger ledger) {}

    AuthorizePages(ServerConfig config, Desk desk, ResourceNames names) {
        this.config = config;
        this.desk = desk;
        this.names = names;
    }

    /** The client asks. */
    Answer ask(HttpRequest request, Session session) {
        WebForm form = WebForm.read(request.query());
        Optional<Client> client = Optional.empty();
        String reason = "There is no such client here.";
        try {
            client = form.repeats(List.of("client_id", "redirect_uri"))
                    ? Optional.empty()
                    : desk.clients().find(form.one("client_id"));
        } catch (RefusedException e) {
            reason = e.text() + ".";
        }
        if (client.isEmpty()) {
            return refused("This program is not known", reason);
        }
        String redirect = form.one("redirect_uri");
        if (redirect.isEmpty() || !client.get().allows(redirect)) {
            return refused(
                    "This link is not safe", "It would send you to a place that does not belong to the program.");
        }
        try {
            AuthorizationRequest wanted = AuthorizationRequest.read(form, client.get(), names, config.scopes());
            return question(wanted, session, desk.browsers().form(request.headers()));
        } catch (RefusedException e) {
            Map<String, String> error = error(e.code(), e.text());
            String place = placeOf(redirect, AuthorizationRequest.state(form), error);
            return isKnown(client.get(), redirect)
                    ? Answer.goOn(place)
                    : wayBack(client.get(), redirect, place, e.text());
        }
    }

    /** Whether somebody answers for that place: whoever runs this gateway, or the user, whose own machine it is. */
    private static boolean isKnown(Client client, String redirect) {
        return client.origin() == Client.Origin.CONFIGURED || Redirects.isLoopback(redirect);
    }

    /**
     * A wrong request needs no consent, and anybody can register a place: nobody is sent there by a link to this gateway alone
     * (RFC 9700 section 4.11.2), but told where it leads.
     */
    private static Answer wayBack(Client client, String redirect, String place, String why) {
        return Answer.page(HtmlPage.of(
                Answer.BAD_REQUEST,
                "The program asked for what it cannot have",
                "<p><b>" + escaped(client.name())
                        + "</b>, which nobody here knows, asked for something that it cannot have: "
                        + escaped(why)
                        + ".</p><p>Nothing was allowed. You can close this page, or <a rel=\"noreferrer\" href=\""
                        + escaped(place) + "\">tell the program</a>, which leads to <b>"
                        + escaped(Redirects.shown(redirect)) + "</b>.</p>"));
    }

    /** The user answers. */
    Answer answer(HttpRequest request, Session session) {
        WebForm form = WebForm.read(request.body());
        Optional<AuthorizationRequest> asked = desk.browsers().isOurs(request.headers(), form)
                ? desk.consents().answer(form.one("question"), session)
                : Optional.empty();
        if (asked.isEmpty()) {
            return Answer.page(HtmlPage.of(
                    Answer.FORBIDDEN,
                    "This was not asked here",
                    "<p>The question was put to another browser, was answered already, or is too old. Begin again where"
                            + " you came from.</p>"));
        }
        AuthorizationRequest wanted = asked.get();
        boolean allowed = form.one("answer").equals("allow");
        LOG.atInfo()
                .addKeyValue("user", session.user().name())
                .addKeyValue("client", wanted.client().name())
                .addKeyValue("allowed", allowed)
                .log("A user answered whether a client may act for him");
        return back(
                wanted.redirect(),
                wanted.state(),
                allowed ? code(request, wanted, session) : refusal(request, wanted, session.user()));
    }

    private Map<String, String> code(HttpRequest request, AuthorizationRequest wanted, Session session) {
        User user = session.user();
        desk.ledger().allow(request, Ledger.Deed.CONSENT, user, wanted.client().id());
        String code = desk.codes().issue(wanted, user.name());
        // Who withdraws the user logs its browsers out before codes end: this one may have come after those that ended.
        boolean stillHolds = desk.browsers().isOpen(session)
                && !desk.clients().isLocked(wanted.client().id());
        if (!stillHolds) {
            desk.codes().takeBack(code);
            desk.ledger().refused(request, user, wanted.client().id());
            return error("access_denied", "The user or the client is not let in any more");
        }
        return Map.of("code", code);
    }

    private Map<String, String> refusal(HttpRequest request, AuthorizationRequest wanted, User user) {
        desk.ledger().refused(request, user, wanted.client().id());
        return error("access_denied", "The user refused");
    }

    private Answer question(AuthorizationRequest wanted, Session session, Form form) {
        String name = desk.consents().ask(wanted, session);
        Client client = wanted.client();
        String body = "<p><b>" + escaped(client.name()) + "</b> wants to use this gateway as you.</p><dl>"
                + entry("You are", session.user().name())
                + entry("The program says of itself", client.name())
                + entry(
                        "Known by",
                        switch (client.origin()) {
                            case CONFIGURED -> "whoever runs this gateway";
                            case REGISTERED -> "nobody: it registered itself";
                            case DOCUMENT -> client.id();
                        })
                + entry("You will be sent to", Redirects.shown(wanted.redirect()))
                + entry("For", wanted.resource())
                + entry("It may", String.join(", ", new TreeSet<>(wanted.scopes())))
                + "</dl>" + warning(wanted)
                + "<form method=\"post\" action=\"" + config.path() + PATH + "\">" + form.field()
                + "<input type=\"hidden\" name=\"question\" value=\"" + name + "\">"
                + "<button name=\"answer\" value=\"allow\">Allow</button>"
                + "<button class=\"quiet\" name=\"answer\" value=\"refuse\">Refuse</button></form>";
        HtmlPage page = new HtmlPage(
                Answer.OK,
                "Let " + client.name() + " act for you?",
                body,
                // Where a client sends the browser on, it alone knows.
                "'self' https: " + Redirects.source(wanted.redirect()));
        return Answer.page(page).with(form.headers());
    }

    private static String warning(AuthorizationRequest wanted) {
        boolean isUnknown = wanted.client().origin() != Client.Origin.CONFIGURED;
        boolean isOfMachine = wanted.client().redirects().stream().allMatch(Redirects::isOfMachine);
        if (isUnknown && isOfMachine) {
            return "<p class=\"warn\">Any program on your computer could call itself so. Go on only if you have just begun"
                    + " this there.</p>";
        }
        return "<p class=\"dim\">Go on only if you have just begun this there. You can take it back on your account's"
                + " page.</p>";
    }

    private static String entry(String term, String text) {
        return "<dt>" + escaped(term) + "</dt><dd>" + escaped(text) + "</dd>";
    }

    private Answer back(String redirect, String state, Map<String, String> answer) {
        return Answer.goOn(placeOf(redirect, state, answer));
    }

    private String placeOf(String redirect, String state, Map<String, String> answer) {
        Map<String, String> parameters = new LinkedHashMap<>(answer);
        parameters.put("state", state);
        parameters.put("iss", config.issuer());
        return Answer.extended(redirect, parameters);
    }

    private static Map<String, String> error(String code, String text) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("error", code);
        error.put("error_description", text);
        return error;
    }

    private static Answer refused(String title, String why) {
        return Answer.page(HtmlPage.of(
                Answer.BAD_REQUEST, title, "<p>" + escaped(why) + "</p><p class=\"dim\">Nothing was allowed.</p>"));
    }
}
