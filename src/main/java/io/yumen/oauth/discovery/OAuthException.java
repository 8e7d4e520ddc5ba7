package io.yumen.oauth.discovery;

/** An OAuth exchange that did not succeed. The message says what and what to do, is fit for users, and holds no secret. */
public final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why; the names are stable. */
    public enum Code {
        /** Nobody answered; perhaps somebody does at another time. */
        UNREACHABLE,
        /** What a party said is against the rules, or it is not allowed to ask there: we stop. */
        DISTRUSTED,
        /** The authorization server said no. */
        DENIED,
        /** The configuration must say more, or something else. */
        NOT_CONFIGURED
    }

    private final Code code;
    private final String error;

    private OAuthException(Code code, String error, String message) {
        super(message, null, false, false);
        this.code = code;
        this.error = error;
    }

    public OAuthException(Code code, String message) {
        this(code, "", message);
    }

    /** The authorization server's own error, as in RFC 6749 section 5.2. */
    public static OAuthException denied(String error, String description) {
        String said = PeerText.shown(description);
        return new OAuthException(
                Code.DENIED,
                error,
                "The authorization server says \"" + PeerText.shown(error) + "\""
                        + (said.isEmpty() ? "" : ": " + said));
    }

    public Code code() {
        return code;
    }

    /** The error code of the authorization server; empty where it said none. */
    public String error() {
        return error;
    }
}
