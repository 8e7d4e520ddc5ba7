package io.yumen.auth.server;

import io.yumen.audit.Audit;
import io.yumen.audit.Unrecorded;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.Stays;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.server.Browsers.Session;
import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.http.Headers;
import io.yumen.http.HtmlPage;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.oauth.discovery.Documents;
import io.yumen.protocol.JsonCodec;
import io.yumen.secret.Sealer;
import io.yumen.store.KeyValues;
import io.yumen.store.SealedFolder;
import io.yumen.tenant.Principal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our own authorization server: its routes, and what those who verify its tokens need. Safe for many threads; may wait for the
 * store, and for the places of clients.
 */
public final class AuthorizationServer implements HttpHandler {
    private static final Set<String> PATHS = Set.of(
            AuthorizePages.PATH,
            TokenRoutes.TOKEN,
            TokenRoutes.REVOKE,
            TokenRoutes.REGISTER,
            TokenRoutes.KEYS,
            AccountPages.PATH,
            AccountPages.LOGIN,
            AccountPages.LOGOUT,
            AccountPages.GRANT,
            AccountPages.PASSWORD);

    /** What it keeps sealed. */
    public static final SealedFolder SEALED = ServerKeys.SEALED;

    private final ServerConfig config;
    private final Browsers browsers;
    private final Grants grants;
    private final ServerKeys keys;
    private final Throttle throttle;
    private final AuthorizePages authorize;
    private final AccountPages account;
    private final TokenRoutes tokens;

    /**
     * What it works with.
     *
     * @param values where it keeps what it issued
     * @param sealer makes what it issued its own
     * @param documents fetches documents of clients
     * @param audit records what is done
     * @param supervision who may not come in, and what ends with a grant
     */
    public record Tools(
            KeyValues values,
            Sealer sealer,
            Documents documents,
            Audit audit,
            InstantSource clock,
            Supervision supervision) {}

    /**
     * Who may not come in, and what ends with a grant.
     *
     * @param lockdown says whom an administrator has locked out
     * @param stays ends what was opened with a token when its grant ends
     */
    public record Supervision(Lockdown lockdown, Stays stays) {}

    public AuthorizationServer(ServerConfig config, ServerLimits limits, Users users, Tools tools) {
        this.config = config;
        ResourceNames names = new ResourceNames(config.issuer());
        this.browsers = new Browsers(users, config, limits, tools.supervision().lockdown());
        this.grants = new Grants(tools, config.grantTime());
        this.keys = new ServerKeys(tools.values(), tools.sealer(), limits.keyTime(), tools.clock());
        this.throttle = new Throttle(limits.requestsPerMinute());
        Clients clients = new Clients(config, limits, tools);
        Codes codes = new Codes(tools.values(), grants, limits.codeTime(), tools.clock());
        Ledger ledger = new Ledger(tools.audit(), users);
        this.authorize = new AuthorizePages(
                config, new AuthorizePages.Desk(clients, codes, browsers, new Consents(limits), ledger), names);
        this.account = new AccountPages(config, users, new AccountPages.Desk(browsers, grants, ledger));
        AccessTokens issued = new AccessTokens(config, keys, tools.clock());
        this.tokens = new TokenRoutes(
                config, new TokenRoutes.Desk(clients, codes, grants, users, browsers, issued), names, ledger);
    }

    /** Whether people see that path in their browsers. */
    public static boolean isPage(String path) {
        return path.equals(AuthorizePages.PATH)
                || path.equals(AccountPages.PATH)
                || path.startsWith(AccountPages.PATH + "/");
    }

    /** Whether that path is one of an authorization server. */
    public static boolean serves(String path) {
        return PATHS.contains(path) || path.equals(TokenRoutes.METADATA) || path.startsWith(TokenRoutes.METADATA + "/");
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        Answer answer;
        try {
            answer = answer(request);
        } catch (Unrecorded e) {
            answer = Answer.page(HtmlPage.of(
                    Answer.UNAVAILABLE,
                    "Not now",
                    "<p>The audit trail cannot be written, and what cannot be recorded is not done.</p>"));
        }
        response.send(answer.status(), answer.headers(), answer.body());
    }

    /** Whose browser that is; empty where it is not logged in. */
    public Optional<Principal> browser(HttpRequest request) {
        return browsers.session(request.headers()).map(session -> session.user().principal());
    }

    /** Logs out every browser of that user: before {@link #endGrantsOf}, so that none allows anything after that. */
    public void logOut(User user) {
        browsers.closeAll(user.name());
    }

    /** Ends all that users of that name let clients do here, and codes for it, whatever server it was. Returns how much there was. */
    public static int endGrantsOf(KeyValues values, User user) {
        return Grants.endAll(values, grant -> grant.user().equals(user.name()));
    }

    /** Ends all that anybody let that client do here, and codes for it, whatever server it was. Returns how much there was. */
    public static int endGrantsTo(KeyValues values, String client) {
        return Grants.endAll(values, grant -> grant.client().equals(client));
    }

    /** Where a browser logs in that then comes to that page of ours. */
    public String placeToLogIn(String next) {
        return account.placeToLogIn(next);
    }

    /** What verifies its tokens, as a JWK set. */
    public ObjectNode keys() {
        return keys.published();
    }

    /** Whether what a token hangs on still lasts. */
    public boolean isLive(ObjectNode claims) {
        return grants.find(claims.path(AccessTokens.GRANT).asString(""))
                .filter(grant -> grant.user().equals(claims.path("sub").asString("")))
                .isPresent();
    }

    private Answer answer(HttpRequest request) {
        String path = request.path();
        if (!throttle.take(path, request.remoteAddress().getAddress())) {
            return new Answer(Answer.TOO_MANY, Headers.of("Retry-After", "60"), new byte[0]);
        }
        return switch (request.method()) {
            case "GET" -> get(path, request);
            case "POST" -> post(path, request);
            default -> Answer.notAllowed("GET, POST");
        };
    }

    private Answer get(String path, HttpRequest request) {
        return switch (path) {
            case AuthorizePages.PATH -> loggedIn(request, path + "?" + request.query(), authorize::ask);
            case AccountPages.PATH -> loggedIn(request, path, account::account);
            case AccountPages.LOGIN ->
                account.loginPage(request, request.queryParameter("next").orElse(""));
            case TokenRoutes.KEYS -> published(keys());
            case TokenRoutes.TOKEN,
                    TokenRoutes.REVOKE,
                    TokenRoutes.REGISTER,
                    AccountPages.LOGOUT,
                    AccountPages.GRANT,
                    AccountPages.PASSWORD -> Answer.notAllowed("POST");
            default -> metadata(path);
        };
    }

    private Answer post(String path, HttpRequest request) {
        return switch (path) {
            case AuthorizePages.PATH -> loggedIn(request, AccountPages.PATH, authorize::answer);
            case TokenRoutes.TOKEN -> tokens.token(request);
            case TokenRoutes.REVOKE -> tokens.revoke(request);
            case TokenRoutes.REGISTER -> tokens.register(request);
            case AccountPages.LOGIN -> account.login(request, address(request));
            case AccountPages.LOGOUT -> account.logout(request);
            case AccountPages.GRANT -> loggedIn(request, AccountPages.PATH, account::endGrant);
            case AccountPages.PASSWORD ->
                loggedIn(
                        request,
                        AccountPages.PATH,
                        (asked, session) -> account.changePassword(asked, session, address(asked)));
            default -> Answer.notAllowed("GET");
        };
    }

    private Answer loggedIn(HttpRequest request, String next, BiFunction<HttpRequest, Session, Answer> page) {
        return browsers.session(request.headers())
                .map(session -> page.apply(request, session))
                .orElseGet(() -> account.loginPage(request, next));
    }

    private Answer metadata(String path) {
        String rest = path.substring(TokenRoutes.METADATA.length());
        return rest.isEmpty() || rest.equals(config.path())
                ? published(tokens.metadata())
                : new Answer(Answer.NOT_FOUND, Headers.none(), new byte[0]);
    }

    private static Answer published(ObjectNode document) {
        return new Answer(
                Answer.OK,
                Headers.of("Content-Type", "application/json", "Cache-Control", "max-age=300"),
                JsonCodec.bytes(document));
    }

    private static String address(HttpRequest request) {
        return request.remoteAddress().getAddress().getHostAddress();
    }
}
