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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one caller at one server by one token: what that is exchanged for, which never outlives it. Safe for many
 * threads; what costs a request is done once for all who wait for it.
 */
public final class CallerRight {
    private static final Logger log = LoggerFactory.getLogger(CallerRight.class);
    private static final String INSUFFICIENT = "insufficient_scope";

    /** A short token is exchanged anew in the last part of its life of this size, a longer one the usual time before its end. */
    private static final int LAST_PART = 10;

    private final String id = UUID.randomUUID().toString();
    private final Exchanger exchanger;
    private final ExchangeLimits limits;
    private final Access access;
    private final CallerToken token;
    private final SingleFlight<Exchanged> flight = new SingleFlight<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean isOver;
    private volatile @Nullable Exchanged held;
    private volatile @Nullable Failure failure;

    /** An exchange that came to nothing, which is not tried again for a moment. */
    private record Failure(OAuthException why, Instant until) {}

    CallerRight(Exchanger exchanger, Access access, CallerToken token, ExchangeLimits limits) {
        this.exchanger = exchanger;
        this.access = access;
        this.token = token;
        this.limits = limits;
    }

    /** Tells it from all others; no secret. */
    public String id() {
        return id;
    }

    /** How long what is sent now is good for; nothing where there is nothing to send. */
    public Duration left() {
        Exchanged current = held;
        Instant now = exchanger.now();
        return current == null || current.end().isBefore(now) ? Duration.ZERO : Duration.between(now, current.end());
    }

    /** Ends for good where what the caller came in with has ended; says whether it has. */
    public boolean endIf(Predicate<Access> ended) {
        if (!ended.test(access)) {
            return false;
        }
        lock.lock();
        try {
            isOver = true;
            held = null;
        } finally {
            lock.unlock();
        }
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
            return headers(flight.run(this::exchanged));
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

    /** What the provider gave less of than it was asked for, it may give now; what it was never to be asked for, it is not. */
    private Renewal withMore(RefusedRequest refusal, Exchanged current) {
        List<Challenge> challenges = Challenge.parse(refusal.headers().all("WWW-Authenticate"));
        Challenge challenge = Challenge.usable(challenges).orElse(new Challenge("bearer", Map.of()));
        Set<String> missing = new TreeSet<>(challenge.scopes());
        missing.removeAll(current.scopes());
        if (!challenge.error().equals(INSUFFICIENT) || missing.isEmpty()) {
            return new Renewal.Refused("it does not let its caller do this (HTTP 403)");
        }
        if (!exchanger.scopes().containsAll(missing)) {
            missing.removeAll(exchanger.scopes());
            return new Renewal.Refused("it wants the scopes " + String.join(" ", missing)
                    + ", for which no token of a caller is exchanged: whoever runs the gateway has to look at"
                    + " auth.oauth.scopes");
        }
        return isFresh(current) ? notGiven(missing) : renewed(missing);
    }

    private Renewal another(Exchanged current) {
        return isFresh(current)
                ? new Renewal.Refused(
                        "it refuses the token that its caller's was exchanged for (HTTP 401): whoever runs"
                                + " the gateway has to look at auth.oauth.audience, and at whose tokens the server takes")
                : renewed(Set.of());
    }

    private boolean isFresh(Exchanged current) {
        return current.since().plus(exchanger.limits().retryPause()).isAfter(exchanger.now());
    }

    private Renewal renewed(Set<String> missing) {
        try {
            Exchanged fresh = flight.run(this::exchanged);
            return fresh.scopes().containsAll(missing) ? new Renewal.Renewed() : notGiven(missing);
        } catch (OAuthException e) {
            String why = "it " + e.getMessage();
            return e.code() == Code.UNREACHABLE ? new Renewal.Unreachable(why) : new Renewal.Refused(why);
        }
    }

    private static Renewal notGiven(Set<String> missing) {
        return new Renewal.Refused(
                "it wants the scopes " + String.join(" ", missing) + ", which its caller's token is not exchanged for");
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

    /** Exchanges the token, or says again why that came to nothing a moment ago. */
    private Exchanged exchanged() {
        requireGood();
        Failure last = failure;
        if (last != null && last.until().isAfter(exchanger.now())) {
            throw last.why();
        }
        Exchanged fresh;
        try {
            fresh = exchanger.exchange(token).until(end());
        } catch (OAuthException e) {
            throw failed(e);
        }
        failure = null;
        hold(fresh);
        return fresh;
    }

    private void requireGood() {
        if (isOver) {
            throw new OAuthException(Code.DENIED, "waits for its caller, whose access has ended");
        }
        if (!end().isAfter(exchanger.now())) {
            throw new OAuthException(Code.DENIED, "waits for a new token of its caller, whose last one has ended");
        }
    }

    /** What was taken back meanwhile is not brought in again. */
    private void hold(Exchanged fresh) {
        lock.lock();
        try {
            requireGood();
            held = fresh;
        } finally {
            lock.unlock();
        }
        log.atDebug()
                .addKeyValue("server", exchanger.server())
                .addKeyValue("principal", access.principal().name())
                .log("Token of a caller exchanged");
    }

    private OAuthException failed(OAuthException e) {
        OAuthException why = ExchangeTrouble.of(e, token, exchanger.issuer());
        Duration pause = e.code() == Code.UNREACHABLE
                ? limits.awayPause()
                : exchanger.limits().retryPause();
        failure = new Failure(why, exchanger.now().plus(pause));
        log.atWarn()
                .addKeyValue("server", exchanger.server())
                .addKeyValue("principal", access.principal().name())
                .addKeyValue("reason", why.getMessage())
                .log("Token of a caller not exchanged");
        return why;
    }

    private Instant end() {
        Instant end = access.expires();
        return end == null ? Instant.MAX : end;
    }
}
