package io.yumen.oauth;

import io.yumen.oauth.Grants.Wanted;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.secret.Randoms;
import io.yumen.tenant.Principal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One user's way to an authorization server and back. The link to it is not secret, but works only for its user; what comes
 * back is taken once, and within its time.
 */
public final class Visit {
    private static final int STATE_BYTES = 32;
    private static final int TICKET_BYTES = 16;
    private static final int VERIFIER_BYTES = 48;
    private static final int COOKIE_LETTERS = 8;

    private final Login login;
    private final Wanted wanted;
    private final Registration client;
    private final Terms terms;
    private final String state = Randoms.text(STATE_BYTES);
    private final String ticket = Randoms.text(TICKET_BYTES);
    private final String verifier = Randoms.text(VERIFIER_BYTES);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> browser = new AtomicReference<>();
    private volatile String failure = "";

    /**
     * Where and how long.
     *
     * @param server the name of the server that it is for
     * @param authorization the authorization server's page
     * @param base where our own pages are
     * @param expires when it is too late
     */
    record Terms(String server, URI authorization, URI base, Instant expires) {
        URI redirect() {
            return redirect(base);
        }

        static URI redirect(URI base) {
            return URI.create(base + LoginRoutes.CALLBACK);
        }
    }

    Visit(Login login, Wanted wanted, Registration client, Terms terms) {
        this.login = login;
        this.wanted = wanted;
        this.client = client;
        this.terms = terms;
    }

    /** The page of ours that the user opens. */
    public URI link() {
        return URI.create(terms.base() + LoginRoutes.START + ticket);
    }

    /** Names it to others who hear of it; not secret. */
    public String id() {
        return ticket;
    }

    /** Whose right it is about; empty for the gateway's own. */
    Optional<Principal> owner() {
        return login.owner();
    }

    /** Waits until the user has come back, or it is too late: at most that long. Says whether the user has. */
    public boolean await(Duration limit) throws InterruptedException {
        return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why the user came back without the right; empty where all is well. */
    public String failure() {
        return failure;
    }

    /** Whether the user has not come back yet. */
    boolean isOpen() {
        return over.getCount() > 0;
    }

    /**
     * Binds it to the browser that the user confirmed it in, which shows that secret when it comes back; empty where another
     * browser was first.
     */
    Optional<String> bind() {
        String secret = Randoms.text(STATE_BYTES);
        return browser.compareAndSet(null, secret) ? Optional.of(secret) : Optional.empty();
    }

    /** Whether it may go on in that browser: its user's, or the one that it is bound to. */
    boolean isOf(Browser other) {
        if (owner().filter(owner -> !other.mayLogIn().test(owner)).isPresent()) {
            return false;
        }
        if (other.user().isPresent()) {
            return owner().equals(other.user());
        }
        String bound = browser.get();
        String shown = other.secret().apply(cookie());
        return bound != null
                && MessageDigest.isEqual(
                        bound.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
    }

    /** What the cookie is called that holds the secret. */
    String cookie() {
        return "yumen_login_" + ticket.substring(0, COOKIE_LETTERS);
    }

    /**
     * Who comes.
     *
     * @param user whose browser it is, where it shows that
     * @param secret the value of a cookie; empty where it has none of that name
     * @param mayLogIn whether that user may log in now, whoever's browser it is
     */
    record Browser(Optional<Principal> user, UnaryOperator<String> secret, Predicate<Principal> mayLogIn) {}

    Login login() {
        return login;
    }

    Wanted wanted() {
        return wanted;
    }

    Registration client() {
        return client;
    }

    String server() {
        return terms.server();
    }

    URI redirect() {
        return terms.redirect();
    }

    String state() {
        return state;
    }

    Instant expires() {
        return terms.expires();
    }

    void end(String reason) {
        failure = reason;
        over.countDown();
    }

    /** Where the user's browser is sent: the page of the authorization server. */
    public URI authorization() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client.id());
        query.put("redirect_uri", terms.redirect().toString());
        query.put("state", state);
        query.put("code_challenge", Randoms.challenge(verifier));
        query.put("code_challenge_method", "S256");
        query.put("resource", wanted.found().resource());
        Grants.putScopes(query, wanted.scopes());
        if (wanted.scopes().contains("offline_access")) {
            // OpenID Connect ignores that scope otherwise.
            query.put("prompt", "consent");
        }
        String page = terms.authorization().toString();
        return URI.create(page + (page.contains("?") ? "&" : "?") + TokenEndpoint.encoded(query));
    }

    /** What the code is redeemed with. */
    Map<String, String> redemption(String code) {
        return Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                terms.redirect().toString(),
                "code_verifier",
                verifier);
    }

    /** Whom the user is sent to, for a message. */
    public String where() {
        return PeerUrl.originOf(terms.authorization());
    }
}
