package io.yumen.oauth.caller;

import io.yumen.http.Headers;
import io.yumen.oauth.Exchanger;
import io.yumen.oauth.Exchanger.Exchanged;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.oauth.SingleFlight;
import io.yumen.oauth.discovery.Challenge;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthException.Code;
import io.yumen.tenant.Access;
import io.yumen.tenant.CallerToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one caller at one server, which is exchanged for the newest token that they came in with, and never outlives
 * that. Safe for many threads; what costs a request is done once for all who wait for it.
 */
public final class CallerRight {
    private static final Logger log = LoggerFactory.getLogger(CallerRight.class);
    private static final String INSUFFICIENT = "insufficient_scope";

    /** A short token is exchanged anew in the last part of its life of this size, a longer one the usual time before its end. */
    private static final int LAST_PART = 10;

    /** Scopes beside those of the configuration that a server may come to want. */
    private static final int MOST_SCOPES = 50;

    private final Exchanger exchanger;
    private final Exchanger.Holder holder;
    private final ExchangeLimits limits;
    private final SingleFlight<Exchanged> flight = new SingleFlight<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Access newest;
    private volatile @Nullable Exchanged held;
    private volatile @Nullable Failure failure;

    /** Scopes that the server wanted beside those of the configuration. */
    private volatile Set<String> more = Set.of();

    /** An exchange that came to nothing, which is not tried again for a moment with the same token. */
    private record Failure(CallerToken token, OAuthException why, Instant until) {}

    CallerRight(Exchanger exchanger, Exchanger.Holder holder, ExchangeLimits limits) {
        this.exchanger = exchanger;
        this.holder = holder;
        this.limits = limits;
        this.held = exchanger.kept(holder).orElse(null);
    }

    /** The caller came in by that: what is good for longest is exchanged. */
    void show(Access access) {
        lock.lock();
        try {
            Access before = newest;
            if (before == null || end(access).isAfter(end(before))) {
                newest = access;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what there is where what the caller came in with has ended; says whether it has. */
    boolean forgetIf(Predicate<Access> ended) {
        lock.lock();
        try {
            Access last = newest;
            if (last == null || !ended.test(last)) {
                return false;
            }
            newest = null;
            held = null;
        } finally {
            lock.unlock();
        }
        exchanger.forget(holder);
        return true;
    }

    /**
     * What is sent with a request; blocks to exchange the caller's token where there is nothing good.
     *
     * @throws OAuthException where there is no right; the message is a clause that follows the server's name
     */
    public Headers headers() {
        Exchanged current = held;
        if (current != null && !endsSoon(current)) {
            return headers(current);
        }
        try {
            return headers(flight.run(() -> exchanged(Set.of())));
        } catch (OAuthException e) {
            if (e.code() == Code.UNREACHABLE && current != null && current.end().isAfter(exchanger.now())) {
                return headers(current);
            }
            throw e;
        }
    }

    /** The server refused a request: exchanges the caller's token anew where that could help. Blocks. */
    public Renewal renew(RefusedRequest refusal) {
        Exchanged current = held;
        String sent = refusal.sent().first("Authorization").orElse("");
        if (current == null || !sent.equals(current.authorization())) {
            // Another request met the same refusal before.
            return new Renewal.Renewed();
        }
        return refusal.isForbidden() ? withMore(refusal, current) : another(current);
    }

    private Renewal withMore(RefusedRequest refusal, Exchanged current) {
        List<Challenge> challenges = Challenge.parse(refusal.headers().all("WWW-Authenticate"));
        Challenge challenge = Challenge.usable(challenges).orElse(new Challenge("bearer", Map.of()));
        Set<String> missing = new HashSet<>(challenge.scopes());
        missing.removeAll(current.scopes());
        if (more.size() + missing.size() > MOST_SCOPES) {
            return new Renewal.Refused("it asks for more and more scopes (HTTP 403)");
        }
        return challenge.error().equals(INSUFFICIENT) && !missing.isEmpty()
                ? renewed(missing)
                : new Renewal.Refused("it does not let its caller do this (HTTP 403)");
    }

    private Renewal another(Exchanged current) {
        boolean isFresh = current.since().plus(exchanger.limits().retryPause()).isAfter(exchanger.now());
        return isFresh
                ? new Renewal.Refused(
                        "it refuses the token that its caller's was exchanged for (HTTP 401): whoever runs"
                                + " the gateway has to look at auth.oauth.audience, and at whose tokens the server takes")
                : renewed(Set.of());
    }

    private Renewal renewed(Set<String> missing) {
        try {
            Exchanged fresh = flight.run(() -> exchanged(missing));
            return fresh.scopes().containsAll(missing)
                    ? new Renewal.Renewed()
                    : new Renewal.Refused("it wants the scopes " + String.join(" ", missing)
                            + ", which its caller's token is not exchanged for");
        } catch (OAuthException e) {
            String why = "it " + e.getMessage();
            return e.code() == Code.UNREACHABLE ? new Renewal.Unreachable(why) : new Renewal.Refused(why);
        }
    }

    private static Headers headers(Exchanged right) {
        return Headers.of("Authorization", right.authorization());
    }

    private boolean endsSoon(Exchanged right) {
        if (right.end().equals(Instant.MAX)) {
            return false;
        }
        Duration part = Duration.between(right.since(), right.end()).dividedBy(LAST_PART);
        Duration usual = exchanger.limits().expirySkew();
        return !right.end().minus(part.compareTo(usual) < 0 ? part : usual).isAfter(exchanger.now());
    }

    /** Exchanges the newest token, or says again why that came to nothing a moment ago. */
    private Exchanged exchanged(Set<String> missing) {
        Access access = newest;
        CallerToken token = access == null ? null : access.token();
        if (access == null || token == null || !end(access).isAfter(exchanger.now())) {
            throw new OAuthException(Code.DENIED, "waits for a new token of its caller, whose last one has ended");
        }
        if (missing.isEmpty()) {
            requireNoFailure(token);
        }
        Set<String> scopes = new HashSet<>(more);
        scopes.addAll(missing);
        Exchanged fresh;
        try {
            fresh = exchanger.exchange(token, scopes).until(end(access));
        } catch (OAuthException e) {
            throw failed(token, e, missing);
        }
        failure = null;
        more = Set.copyOf(scopes);
        hold(fresh);
        return fresh;
    }

    private void requireNoFailure(CallerToken token) {
        Failure last = failure;
        if (last != null && last.token().equals(token) && last.until().isAfter(exchanger.now())) {
            throw last.why();
        }
    }

    /** What was taken back meanwhile is not brought in again. */
    private void hold(Exchanged fresh) {
        lock.lock();
        try {
            if (newest == null) {
                throw new OAuthException(Code.DENIED, "waits for its caller, whose access has ended");
            }
            held = fresh;
        } finally {
            lock.unlock();
        }
        exchanger.keep(holder, fresh);
        if (held == null) {
            exchanger.forget(holder);
        }
        log.atDebug()
                .addKeyValue("server", exchanger.server())
                .addKeyValue("principal", holder.principal().name())
                .log("Token of a caller exchanged");
    }

    private OAuthException failed(CallerToken token, OAuthException e, Set<String> missing) {
        OAuthException why = ExchangeTrouble.of(e, token, exchanger.issuer());
        Duration pause = e.code() == Code.UNREACHABLE
                ? limits.awayPause()
                : exchanger.limits().retryPause();
        if (missing.isEmpty()) {
            failure = new Failure(token, why, exchanger.now().plus(pause));
        }
        log.atWarn()
                .addKeyValue("server", exchanger.server())
                .addKeyValue("principal", holder.principal().name())
                .addKeyValue("reason", why.getMessage())
                .log("Token of a caller not exchanged");
        return why;
    }

    private static Instant end(Access access) {
        Instant end = access.expires();
        return end == null ? Instant.MAX : end;
    }
}
