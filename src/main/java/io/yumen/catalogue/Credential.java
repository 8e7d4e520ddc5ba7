package io.yumen.catalogue;

import io.yumen.http.Headers;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the requests of one caller carry beside what those of all do, to show a system whose they are. Safe for many threads. */
public final class Credential {
    /** Nothing: the system sees what the configuration says. */
    public static final Credential NONE = new Credential("", null);

    /** The header in which a system says what it wants to be shown. */
    public static final String CHALLENGE = "WWW-Authenticate";

    /** How often a refused request is sent again: once with what another request had obtained meanwhile, once with what is new. */
    private static final int RENEWALS = 2;

    static final String UNAUTHORIZED = "unauthorized";

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String INSUFFICIENT = "insufficient_scope";

    private final String system;
    private final @Nullable CallerRight right;

    /** @param system what it is called in words to users */
    Credential(String system, @Nullable CallerRight right) {
        this.system = system;
        this.right = right;
    }

    /**
     * Tells it from those of all others who call the same service, and is no secret: what was read with it is told again only to who
     * has the same.
     */
    public String mark() {
        return right == null ? "" : right.id();
    }

    /**
     * What is sent with a request. May block to obtain it.
     *
     * @throws ToolFailure where there is nothing
     */
    public Headers headers() {
        if (right == null) {
            return Headers.none();
        }
        try {
            return right.headers();
        } catch (OAuthException e) {
            Duration again = e.code() == OAuthException.Code.UNREACHABLE ? SOON : Duration.ZERO;
            throw new ToolFailure(UNAUTHORIZED, system + " " + e.getMessage(), again);
        }
    }

    /**
     * Sends a request, and once more with another token where it was refused for want of one. May block to obtain tokens.
     *
     * @param once sends it with those headers beside its own
     * @param refusal of an answer to a request that showed those headers; empty where it is none
     * @param unread hears of each answer that is not returned
     * @throws ToolFailure where there is no token
     */
    public <R> R send(
            Function<Headers, R> once, BiFunction<R, Headers, Optional<RefusedRequest>> refusal, Consumer<R> unread) {
        for (int renewals = 0; ; renewals++) {
            Headers shown = headers();
            R answer = once.apply(shown);
            Optional<RefusedRequest> refused = refusal.apply(answer, shown);
            boolean isLast = renewals == RENEWALS || refused.isEmpty();
            if (isLast || !renew(refused.get(), () -> unread.accept(answer))) {
                return answer;
            }
        }
    }

    /**
     * The refusal that an answer is; empty where it is none.
     *
     * @param said the headers of the answer
     * @param shown those of the request
     */
    public static Optional<RefusedRequest> refusal(int status, Headers said, Headers shown) {
        return status == 401 || status == 403 ? Optional.of(new RefusedRequest(status, said, shown)) : Optional.empty();
    }

    /** Obtains another token; says whether the request is worth sending once more. Where it is not, the answer is read. */
    private boolean renew(RefusedRequest refusal, Runnable unread) {
        boolean isUnread = true;
        try {
            isUnread = renew(refusal);
            return isUnread;
        } finally {
            if (isUnread) {
                unread.run();
            }
        }
    }

    private boolean renew(RefusedRequest refusal) {
        if (right == null || !isForWantOfRight(refusal)) {
            return false;
        }
        return switch (right.renew(refusal)) {
            case Renewal.Renewed renewed -> true;
            case Renewal.LoginNeeded login -> throw unasked(login.why(), Duration.ZERO);
            case Renewal.Unreachable away -> throw unasked(away.why(), SOON);
            case Renewal.Refused refused -> throw unasked(refused.why(), Duration.ZERO);
        };
    }

    /** That long, but no longer than what is sent now is good for. */
    public Duration atMost(Duration longest) {
        if (right == null) {
            return longest;
        }
        Duration left = right.left();
        return left.compareTo(longest) < 0 ? left : longest;
    }

    /** A system that knows its caller, and does not let him do that, says more than an authorization server could. */
    private static boolean isForWantOfRight(RefusedRequest refusal) {
        boolean wantsMore =
                refusal.headers().all(CHALLENGE).stream().anyMatch(challenge -> challenge.contains(INSUFFICIENT));
        return !refusal.isForbidden() || wantsMore;
    }

    private ToolFailure unasked(String why, Duration again) {
        return new ToolFailure(UNAUTHORIZED, system + " did not do that: " + why, again);
    }
}
