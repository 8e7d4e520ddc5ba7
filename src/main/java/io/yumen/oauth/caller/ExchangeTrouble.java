package io.yumen.oauth.caller;

import io.yumen.oauth.discovery.OAuthException;
import io.yumen.tenant.CallerToken;

/** Says why a caller's token could not be exchanged, and who can do what about it: clauses that follow the server's name. */
final class ExchangeTrouble {
    /** So much of a token in what somebody says is no chance. */
    private static final int TELLING = 16;

    private ExchangeTrouble() {}

    static OAuthException of(OAuthException e, CallerToken token, String issuer) {
        String said = String.valueOf(e.getMessage());
        String fit = isTelling(said, token) ? "" : ": " + said;
        String where = "wants a token for which yours is exchanged at " + issuer;
        return new OAuthException(
                e.code(),
                switch (e.code()) {
                    case UNREACHABLE -> where + ", which cannot be asked now" + fit + ". Try again in a moment";
                    case DISTRUSTED, NOT_CONFIGURED ->
                        where + ", and that does not work" + fit + ". Whoever runs the gateway has to mend it";
                    case DENIED -> where + ", " + advice(e.error()) + fit;
                });
    }

    private static String advice(String error) {
        return switch (error) {
            case "invalid_grant", "invalid_token", "expired_token" ->
                "which does not take your token any more; log in anew, and ask whoever runs it if that does not help";
            // What RFC 8693 section 2.2.2 has for tokens that are not good as well as for requests that are not.
            case "invalid_request" ->
                "which does not take your token for that; log in anew, and if that does not help, whoever runs the gateway"
                        + " has to look at what its client may do there";
            case "access_denied", "interaction_required", "login_required", "consent_required" ->
                "which does not let you use this server; ask whoever runs it";
            case "invalid_client", "unauthorized_client" ->
                "which does not let the gateway do that; whoever runs the gateway has to look at auth.oauth.clientId and"
                        + " its secret, and at what that client may do there";
            case "unsupported_grant_type" ->
                "which exchanges no tokens (RFC 8693); whoever runs the gateway has to choose another grant";
            case "invalid_target" ->
                "which knows no such server; whoever runs the gateway has to look at auth.oauth.audience";
            case "invalid_scope" ->
                "which does not give what this server wants; whoever runs the gateway has to look at auth.oauth.scopes";
            default -> "which refuses; whoever runs the gateway has to look into it";
        };
    }

    /** Whether a stranger's words repeat the token. */
    private static boolean isTelling(String said, CallerToken token) {
        return token.forIssuer(token.issuer())
                .filter(text -> said.contains(text.substring(0, Math.min(TELLING, text.length()))))
                .isPresent();
    }
}
