package io.yumen.oauth;

import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.oauth.Grants.Wanted;
import io.yumen.oauth.discovery.Challenge;
import io.yumen.oauth.discovery.Discovery.Found;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.secret.Secret;
import io.yumen.tenant.Principal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The right of one user at one server, or of the gateway there: sends the token, and renews it when the server refuses it. Safe
 * for many threads; what costs a request is done once for all who wait for it.
 */
public final class Login {
    private static final Logger log = LoggerFactory.getLogger(Login.class);
    private static final String ISSUER = "issuer";
    private static final String OFFLINE = "offline_access";
    private static final String INSUFFICIENT = "insufficient_scope";
    private static final String NONCE_WANTED = "use_dpop_nonce";

    private final LoginContext context;
    private final @Nullable Principal owner;
    private final SingleFlight<Renewal> flight = new SingleFlight<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Instant> logins = new ArrayDeque<>();
    private volatile @Nullable Right held;
    private volatile @Nullable Need need;
    private volatile @Nullable Visit visit;
    private volatile @Nullable String nonce;
    private volatile Instant restsUntil = Instant.MIN;
    private volatile String lastFailure = "";

    /** What a user has to allow. */
    record Need(Wanted wanted, Instant since) {}

    Login(LoginContext context, @Nullable Principal owner) {
        this.context = context;
        this.owner = owner;
        this.held = kept().orElse(null);
    }

    /** Whose right it is; empty for the gateway's own. */
    public Optional<Principal> owner() {
        return Optional.ofNullable(owner);
    }

    /** Whether a user has to log in before something can be done that was asked of the server. */
    public boolean isNeeded() {
        return need != null;
    }

    /** Whether there is no token, and was none a moment ago: asking the server would bring nothing new. */
    public boolean isAwaited() {
        Need current = need;
        return current != null
                && held == null
                && current.since().plus(context.limits().retryPause()).isAfter(context.now());
    }

    /** Whether another process that shares the vault has obtained what a user was to log in for: it is taken over. */
    public boolean isMetElsewhere() {
        Need current = need;
        Right now = held;
        if (current == null) {
            return false;
        }
        Wanted wanted = current.wanted();
        boolean isMet = kept().filter(
                        right -> now == null || right.tokens().scopes().containsAll(wanted.scopes()))
                .flatMap(right -> takenOver(now, wanted.server().issuer()))
                .isPresent();
        if (isMet) {
            need = null;
        }
        return isMet;
    }

    /** Lets go of what the authorization server knows us by on that visit, which is over: the next one registers anew. */
    public void forgetRegistration(Visit over) {
        context.registrar().forget(over.wanted().server(), over.redirect());
    }

    /** What is sent with a request. May block to refresh a token that is about to end. */
    public Headers headers(String method, Endpoint endpoint) {
        Right now = held;
        if (now == null) {
            return Headers.none();
        }
        if (endsSoon(now) && now.tokens().refresh() != null) {
            flight.run(() -> refreshed(now));
        }
        Right current = held;
        return current == null ? Headers.none() : headers(current.tokens(), method, endpoint);
    }

    /** Remembers what the server wants to see in the next proof. */
    public void answered(Headers answer) {
        Right now = held;
        if (now != null && now.tokens().key() != null) {
            answer.first("DPoP-Nonce").ifPresent(wanted -> nonce = wanted);
        }
    }

    /** The server refused a request: tries to obtain what it wants. Blocks. */
    public Renewal renew(RefusedRequest refusal) {
        Right now = held;
        String sent = refusal.sent().first("Authorization").orElse("");
        if (now != null && !sent.equals(now.tokens().authorization())) {
            // Another request met the same refusal before.
            return new Renewal.Renewed();
        }
        List<Challenge> challenges = Challenge.parse(refusal.headers().all("WWW-Authenticate"));
        Challenge challenge = Challenge.usable(challenges).orElse(new Challenge("bearer", Map.of()));
        if (now != null
                && challenge.error().equals(NONCE_WANTED)
                && refusal.headers().has("DPoP-Nonce")) {
            answered(refusal.headers());
            return new Renewal.Renewed();
        }
        if (refusal.isForbidden() && !challenge.error().equals(INSUFFICIENT)) {
            return new Renewal.Refused("it refuses our credentials (HTTP 403)");
        }
        return flight.run(() -> renewed(refusal, challenge));
    }

    /**
     * The page that the user has to open, for whoever may show it to them: the same one until it is used or too old.
     *
     * @throws OAuthException where there is none, since we cannot register or nobody could come back
     */
    public Visit visit() {
        Need current = need;
        if (current == null) {
            throw new OAuthException(OAuthException.Code.NOT_CONFIGURED, "There is nothing to log in for");
        }
        Visit open = visit;
        if (open != null && open.isOpen() && open.wanted().equals(current.wanted())) {
            return open;
        }
        Visit fresh = context.visits().begin(this, current.wanted(), context);
        visit = fresh;
        return fresh;
    }

    /** Redeems the code that a browser brought back. */
    void redeem(Visit done, String code) {
        Tokens tokens = context.grants().redeem(done.wanted(), done.client(), done.redemption(code));
        lock.lock();
        try {
            logins.addLast(context.now());
        } finally {
            lock.unlock();
        }
        hold(tokens, done.wanted().found(), done.client());
        need = null;
        log.atInfo()
                .addKeyValue("server", context.config().server())
                .addKeyValue("issuer", done.wanted().server().issuer())
                .log("User logged in to a server");
        context.loggedIn(this);
    }

    private Headers headers(Tokens tokens, String method, Endpoint endpoint) {
        Headers headers = Headers.of("Authorization", tokens.authorization());
        ProofKey key = tokens.key();
        return key == null
                ? headers
                : headers.with(
                        "DPoP",
                        key.proof(method, place(endpoint), tokens.access().reveal(), nonce));
    }

    /** A proof names what it is for without the query. */
    private static String place(Endpoint endpoint) {
        int query = endpoint.target().indexOf('?');
        return endpoint.origin()
                + (query < 0 ? endpoint.target() : endpoint.target().substring(0, query));
    }

    private Renewal renewed(RefusedRequest refusal, Challenge challenge) {
        if (context.now().isBefore(restsUntil)) {
            return new Renewal.Refused(lastFailure);
        }
        try {
            Found found = context.discovery().find(context.start(), challenge);
            Set<String> scopes = scopes(found, challenge);
            boolean bound = found.server().abilities().bindsTokens()
                    && (found.takesBound() || challenge.scheme().equals(Challenge.DPOP));
            Wanted wanted = new Wanted(found, scopes, bound ? ProofKey.generate() : null);
            return context.config().grant().isPersonal() ? personal(refusal, wanted) : own(wanted);
        } catch (OAuthException e) {
            return e.code() == OAuthException.Code.UNREACHABLE
                    ? new Renewal.Unreachable(String.valueOf(e.getMessage()))
                    : failed(String.valueOf(e.getMessage()));
        }
    }

    /** Refreshes, or says that the user has to log in. */
    private Renewal personal(RefusedRequest refusal, Wanted wanted) {
        Right now = heldFrom(wanted.server().issuer());
        if (now != null && refusal.isForbidden()) {
            return now.tokens().scopes().containsAll(wanted.scopes())
                    ? failed("it refuses what the user has allowed already")
                    : asked(wanted);
        }
        if (now != null && !isFresh(now)) {
            Renewal renewal = refreshed(now);
            if (!(renewal instanceof Renewal.Refused)) {
                return renewal;
            }
        }
        if (takenOver(now, wanted.server().issuer()).isPresent()) {
            return new Renewal.Renewed();
        }
        drop(now);
        return asked(wanted);
    }

    private Renewal asked(Wanted wanted) {
        if (tooManyLogins()) {
            return failed("it did not accept the last " + context.limits().logins() + " logins");
        }
        Need before = need;
        Wanted same = before != null && before.wanted().isSameAs(wanted) ? before.wanted() : wanted;
        need = new Need(same, context.now());
        return new Renewal.LoginNeeded("it wants its user to log in");
    }

    /** What we have from that authorization server; what another one gave is worth nothing there. */
    private @Nullable Right heldFrom(String issuer) {
        Right now = held;
        return now != null && now.issuer().equals(issuer) ? now : null;
    }

    /** Whether it is so new that another one would fare no better. */
    private boolean isFresh(Right now) {
        return now.since().plus(context.limits().retryPause()).isAfter(context.now());
    }

    private Renewal own(Wanted wanted) {
        Tokens tokens = context.grants().obtain(context.config().grant(), wanted);
        Right now = held;
        boolean isFresh = now != null && now.tokens().scopes().equals(tokens.scopes());
        hold(tokens, wanted.found(), context.registrar().at(wanted.server(), null));
        if (isFresh) {
            // One more try with the new token; then it has to do with more than its age.
            restsUntil = context.now().plus(context.limits().retryPause());
            lastFailure = "it refuses the token that it asked for";
        }
        return new Renewal.Renewed();
    }

    /** One process at a time: a refresh token is good once, and who shows it a second time may lose all that hangs on it. */
    private Renewal refreshed(Right now) {
        try {
            return now.isSameAs(held) ? context.vault().alone(() -> refreshedAlone(now)) : new Renewal.Renewed();
        } catch (OAuthException e) {
            String why = String.valueOf(e.getMessage());
            log.atInfo()
                    .addKeyValue("server", context.config().server())
                    .addKeyValue("reason", why)
                    .log("Token could not be refreshed");
            return e.code() == OAuthException.Code.UNREACHABLE
                    ? new Renewal.Unreachable(why)
                    : new Renewal.Refused(why);
        }
    }

    private Renewal refreshedAlone(Right now) {
        Optional<Right> other = takenOver(now, now.issuer());
        if (other.isPresent() && !endsSoon(other.get())) {
            return new Renewal.Renewed();
        }
        Right last = other.orElse(now);
        Secret refresh = last.tokens().refresh();
        if (refresh == null) {
            return new Renewal.Refused("there is nothing to refresh it with");
        }
        Wanted again =
                new Wanted(last.found(), last.tokens().scopes(), last.tokens().key());
        hold(context.grants().refresh(again, last.client(), refresh), last.found(), last.client());
        return new Renewal.Renewed();
    }

    private boolean endsSoon(Right right) {
        return right.tokens().endsBefore(context.now().plus(context.limits().expirySkew()));
    }

    /** What the challenge names, else what the server knows, else nothing; and what was asked for before. */
    private Set<String> scopes(Found found, Challenge challenge) {
        List<String> configured = context.config().policy().scopes();
        Set<String> scopes = new LinkedHashSet<>(configured);
        scopes.addAll(challenge.scopes());
        if (scopes.isEmpty()) {
            scopes.addAll(found.scopes());
        }
        Right now = heldFrom(found.server().issuer());
        if (now != null) {
            scopes.addAll(now.tokens().scopes());
        }
        if (context.config().grant().isPersonal()
                && found.server().abilities().scopes().contains(OFFLINE)) {
            scopes.add(OFFLINE);
        }
        return scopes;
    }

    private boolean tooManyLogins() {
        Instant since = context.now().minus(context.limits().visitTime());
        lock.lock();
        try {
            logins.removeIf(time -> time.isBefore(since));
            return logins.size() >= context.limits().logins();
        } finally {
            lock.unlock();
        }
    }

    private Renewal failed(String why) {
        restsUntil = context.now().plus(context.limits().retryPause());
        lastFailure = why;
        log.atWarn()
                .addKeyValue("server", context.config().server())
                .addKeyValue("reason", why)
                .log("No right at a server");
        return new Renewal.Refused(why);
    }

    private void hold(Tokens tokens, Found found, Registration client) {
        Right fresh = new Right(tokens, found, client, context.now());
        context.vault().put(tokensOf(fresh.issuer()), fresh.toJson());
        context.vault().put(issuerOf(), JsonNodeFactory.instance.objectNode().put(ISSUER, fresh.issuer()));
        held = fresh;
    }

    /** What another process has obtained instead stays. */
    private void drop(@Nullable Right now) {
        Right dropped = now == null ? held : now;
        held = null;
        if (dropped != null) {
            context.vault().alone(() -> {
                Optional<Right> kept = kept().filter(other -> !other.isSameAs(dropped));
                if (kept.isEmpty()) {
                    context.vault().remove(tokensOf(dropped.issuer()));
                }
                return kept;
            });
        }
    }

    private Optional<Right> kept() {
        return context.vault()
                .get(issuerOf())
                .flatMap(
                        entry -> context.vault().get(tokensOf(entry.path(ISSUER).asString(""))))
                .map(Right::read);
    }

    /** Takes what another process has obtained there since; empty where none has. */
    private Optional<Right> takenOver(@Nullable Right since, String issuer) {
        Optional<Right> other = kept().filter(right -> right.issuer().equals(issuer) && !right.isSameAs(since));
        other.ifPresent(right -> held = right);
        return other;
    }

    private Vault.Key tokensOf(String issuer) {
        return new Vault.Key(Vault.Kind.TOKENS, owner, context.place(), issuer);
    }

    /** Names the authorization server that the tokens are from. */
    private Vault.Key issuerOf() {
        return new Vault.Key(Vault.Kind.ISSUER, owner, context.place(), "");
    }
}
