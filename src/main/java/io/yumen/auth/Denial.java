package io.yumen.auth;

import io.yumen.http.Headers;

/**
 * Why somebody may not come in.
 *
 * @param reason for records and metrics
 * @param message what the client is told, in ASCII without quotes; it never says whether a name or key exists
 */
public record Denial(Reason reason, String message) {
    /** What HTTP says beside the message: how to show who one is (RFC 9110 section 11.6.1, RFC 6750 section 3). */
    public Headers headers() {
        return switch (reason) {
            case NO_CREDENTIALS, NOT_OFFERED -> challenge("");
            case INVALID, EXPIRED, REVOKED ->
                challenge(", error=\"invalid_token\", error_description=\"" + message + "\"");
            case INSUFFICIENT -> challenge(", error=\"insufficient_scope\", error_description=\"" + message + "\"");
            case UNCLEAR, ADDRESS, UNAVAILABLE -> Headers.none();
        };
    }

    private static Headers challenge(String error) {
        return Headers.of("WWW-Authenticate", "Bearer realm=\"yumen\"" + error);
    }

    /** What was wrong. */
    public enum Reason {
        /** Nothing was shown, and the configuration lets nobody in without. */
        NO_CREDENTIALS(401),
        /** More than one credential was shown, or one in the wrong place or form. */
        UNCLEAR(400),
        /** A kind of proof that is not set up here. */
        NOT_OFFERED(401),
        /** No such credential, or its secret is wrong. */
        INVALID(401),
        /** It was good once. */
        EXPIRED(401),
        /** It was taken back. */
        REVOKED(401),
        /** It is good, but not for this: another tenant, audience or scope. */
        INSUFFICIENT(403),
        /** Nobody may come in from there. */
        ADDRESS(403),
        /** What would say whether it is good cannot be asked now. */
        UNAVAILABLE(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** The status of HTTP that tells a client. */
        public int status() {
            return status;
        }
    }
}
