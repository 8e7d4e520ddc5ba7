package io.yumen.auth.server;

import static io.yumen.http.HtmlPage.escaped;

import io.yumen.audit.Outcome;
import io.yumen.auth.server.Browsers.Form;
import io.yumen.auth.server.Browsers.Session;
import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.http.Headers;
import io.yumen.http.HtmlPage;
import io.yumen.http.WebForm;
import io.yumen.http.server.HttpRequest;
import io.yumen.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where people log in, and see and take back what they allowed. */
final class AccountPages {
    static final String PATH = "/account";
    static final String LOGIN = PATH + "/login";
    static final String LOGOUT = PATH + "/logout";
    static final String GRANT = PATH + "/grant";
    static final String PASSWORD = PATH + "/password";

    private static final Logger LOG = LoggerFactory.getLogger(AccountPages.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** The pages of ours to which a login may lead. */
    private static final Pattern NEXT =
            Pattern.compile("/account|/authorize\\?[\\x21-\\x7e]{1,8000}|/oauth/login/[A-Za-z0-9_-]{1,64}");

    private final ServerConfig config;
    private final Users users;
    private final Browsers browsers;
    private final Grants grants;
    private final Ledger ledger;

    /** What it works with. */
    record Desk(Browsers browsers, Grants grants, Ledger ledger) {}

    AccountPages(ServerConfig config, Users users, Desk desk) {
        this.config = config;
        this.users = users;
        this.browsers = desk.browsers();
        this.grants = desk.grants();
        this.ledger = desk.ledger();
    }

    /** The page to log in on, which leads to that page of ours. */
    Answer loginPage(HttpRequest request, String next) {
        return loginPage(request, next, "");
    }

    /** Name and password come. */
    Answer login(HttpRequest request, String address) {
        WebForm form = WebForm.read(request.body());
        String next = NEXT.matcher(form.one("next")).matches() ? form.one("next") : PATH;
        if (!browsers.isOurs(request.headers(), form)) {
            return loginPage(request, next, "This page was too old. Try again.");
        }
        Secret password = new Secret(form.one("password"));
        return switch (users.prove(form.one("name"), password, address)) {
            case Users.Proof.Right right -> {
                Answer answer = loggedIn(request, next, right.user());
                if (users.prove(form.one("name"), password, address) instanceof Users.Proof.Right) {
                    yield answer;
                }
                // It was replaced meanwhile, and this browser may have come after those that were logged out.
                browsers.closeAll(right.user().name());
                yield loginPage(request, next, "That is not right.");
            }
            case Users.Proof.Wrong wrong -> {
                LOG.atWarn().addKeyValue("address", address).log("A name and a password did not belong together");
                yield loginPage(request, next, "That is not right.");
            }
            case Users.Proof.Later later ->
                loginPage(request, next, "There were too many tries. Wait five minutes, and try again.");
        };
    }

    private Answer loggedIn(HttpRequest request, String next, User user) {
        if (!browsers.mayStay(user)) {
            return loginPage(request, next, "The administrator has suspended this user.");
        }
        LOG.atInfo().addKeyValue("user", user.name()).log("A user logged in");
        ledger.allow(request, Ledger.Deed.LOGIN, user, "");
        return Answer.goOn(config.path() + next).with(Headers.of("Set-Cookie", browsers.open(user, request.headers())));
    }

    /** The browser is not logged in any more. */
    Answer logout(HttpRequest request) {
        if (!browsers.isOurs(request.headers(), WebForm.read(request.body()))) {
            return notHere();
        }
        browsers.session(request.headers())
                .ifPresent(session -> ledger.user(request, Ledger.Deed.LOGOUT, session.user(), Outcome.Word.OK));
        return Answer.goOn(config.path() + LOGIN).with(Headers.of("Set-Cookie", browsers.close(request.headers())));
    }

    /** What that user allowed. */
    Answer account(HttpRequest request, Session session) {
        return account(request, session.user(), "");
    }

    /** Takes back what a client may do. */
    Answer endGrant(HttpRequest request, Session session) {
        WebForm form = WebForm.read(request.body());
        if (!browsers.isOurs(request.headers(), form)) {
            return notHere();
        }
        boolean isOver = grants.find(form.one("grant"))
                .filter(grant -> grant.user().equals(session.user().name()))
                .map(grant -> grants.end(grant.id()))
                .orElse(false);
        ledger.user(request, Ledger.Deed.REVOKE, session.user(), isOver ? Outcome.Word.OK : Outcome.Word.FAILED);
        return Answer.goOn(config.path() + PATH);
    }

    /** Gives the user another password; every other browser of his is logged out, and no client acts for him any more. */
    Answer changePassword(HttpRequest request, Session session, String address) {
        WebForm form = WebForm.read(request.body());
        if (!browsers.isOurs(request.headers(), form)) {
            return notHere();
        }
        User user = session.user();
        if (!(users.prove(user.name(), new Secret(form.one("old")), address) instanceof Users.Proof.Right)) {
            ledger.user(request, Ledger.Deed.PASSWORD, user, Outcome.Word.DENIED);
            return account(request, user, "The old password is not right.");
        }
        try {
            users.setPassword(user.name(), new Secret(form.one("new")));
        } catch (IllegalArgumentException e) {
            return account(request, user, e.getMessage() + ".");
        }
        ledger.user(request, Ledger.Deed.PASSWORD, user, Outcome.Word.OK);
        browsers.closeAll(user.name());
        grants.endOf(user.name());
        return Answer.goOn(config.path() + PATH).with(Headers.of("Set-Cookie", browsers.open(user, request.headers())));
    }

    /** Where to log in to come to that page of ours. */
    String placeToLogIn(String next) {
        return config.path() + LOGIN + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private Answer loginPage(HttpRequest request, String next, String problem) {
        Form form = browsers.form(request.headers());
        String target = NEXT.matcher(next).matches() ? next : PATH;
        String body = problem(problem) + begin(LOGIN) + form.field()
                + "<input type=\"hidden\" name=\"next\" value=\"" + escaped(target) + "\">"
                + "<label for=\"name\">Name</label><input id=\"name\" name=\"name\" autocomplete=\"username\" required autofocus>"
                + "<label for=\"password\">Password</label><input id=\"password\" name=\"password\" type=\"password\""
                + " autocomplete=\"current-password\" required><button>Log in</button></form>";
        int status = problem.isEmpty() ? Answer.OK : Answer.FORBIDDEN;
        return Answer.page(HtmlPage.of(status, "Log in", body)).with(form.headers());
    }

    private Answer account(HttpRequest request, User user, String problem) {
        Form form = browsers.form(request.headers());
        StringBuilder body = new StringBuilder(problem(problem))
                .append("<p>You are <b>")
                .append(escaped(user.name()))
                .append("</b>.</p><h2>Programs that act for you</h2>");
        var all = grants.of(user.name());
        if (all.isEmpty()) {
            body.append("<p class=\"dim\">There are none.</p>");
        }
        all.forEach(grant -> body.append("<dl><dt>Program</dt><dd>")
                .append(escaped(grant.clientName()))
                .append("</dd><dt>For</dt><dd>")
                .append(escaped(grant.resource()))
                .append("</dd><dt>Allowed, and last used</dt><dd>")
                .append(TIME.format(grant.created()) + ", " + TIME.format(grant.used()))
                .append("</dd></dl>")
                .append(begin(GRANT) + form.field())
                .append("<input type=\"hidden\" name=\"grant\" value=\"" + escaped(grant.id()))
                .append("\"><button class=\"quiet\">Take back</button></form>"));
        body.append("<h2>Password</h2>").append(begin(PASSWORD) + form.field());
        body.append(
                "<label for=\"old\">Old</label><input id=\"old\" name=\"old\" type=\"password\""
                        + " autocomplete=\"current-password\" required><label for=\"new\">New</label><input id=\"new\" name=\"new\""
                        + " type=\"password\" autocomplete=\"new-password\" minlength=\"12\" required><button>Change</button></form>");
        body.append("<h2>Done?</h2>").append(begin(LOGOUT) + form.field()).append("<button>Log out</button></form>");
        int status = problem.isEmpty() ? Answer.OK : Answer.FORBIDDEN;
        return Answer.page(HtmlPage.of(status, "Your account", body.toString())).with(form.headers());
    }

    private String begin(String place) {
        return "<form method=\"post\" action=\"" + config.path() + place + "\">";
    }

    private static String problem(String text) {
        return text.isEmpty() ? "" : "<p class=\"warn\" role=\"alert\">" + escaped(text) + "</p>";
    }

    private static Answer notHere() {
        return Answer.page(HtmlPage.of(
                Answer.FORBIDDEN, "This did not come from here", "<p>Open your account's page, and try again.</p>"));
    }
}
