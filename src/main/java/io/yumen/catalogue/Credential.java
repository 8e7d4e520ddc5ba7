package io.yumen.catalogue;

import io.yumen.http.Headers;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the requests of one caller carry beside what those of all do, to show a system whose they are. Safe for many threads. */
public final class Credential {
    /** Nothing: the system sees what the configuration says. */
    public static final Credential NONE = new Credential("", null);

    /** How often a request that is refused is sent again, each time with another token. */
    public static final int RENEWALS = 2;

    static final String UNAUTHORIZED = "unauthorized";

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String CHALLENGE = "WWW-Authenticate";
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
     * The system refused a request: obtains another token where that could help. Blocks.
     *
     * @return whether the request is worth sending once more; where not, the answer says why
     * @throws ToolFailure where there is no other
     */
    public boolean isRenewed(RefusedRequest refusal) {
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
