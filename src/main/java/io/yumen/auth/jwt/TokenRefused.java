package io.yumen.auth.jwt;

import io.yumen.auth.Denial;

/** A token with which nobody comes in. The message is shown to the client: ASCII without quotes, and nothing of the token. */
final class TokenRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Denial.Reason reason;

    private TokenRefused(Denial.Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Not good, and never was. */
    static TokenRefused invalid(String message) {
        return new TokenRefused(Denial.Reason.INVALID, message);
    }

    static TokenRefused expired() {
        return new TokenRefused(Denial.Reason.EXPIRED, "This token has expired");
    }

    static TokenRefused revoked() {
        return new TokenRefused(Denial.Reason.REVOKED, "This token was taken back");
    }

    /** Good, but not for this. */
    static TokenRefused insufficient(String message) {
        return new TokenRefused(Denial.Reason.INSUFFICIENT, message);
    }

    /** Bound to a key that its sender does not prove to have. */
    static TokenRefused unbound(String message) {
        return new TokenRefused(Denial.Reason.UNBOUND, message);
    }

    /** Nobody can say now whether it is good. */
    static TokenRefused unavailable(String message) {
        return new TokenRefused(Denial.Reason.UNAVAILABLE, message);
    }

    Denial denial() {
        return new Denial(reason, String.valueOf(getMessage()));
    }
}
