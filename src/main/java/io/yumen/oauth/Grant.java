package io.yumen.oauth;

import io.yumen.secret.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** By whose right a token is asked for. */
public sealed interface Grant {
    /** Whether each user has a token of their own; otherwise the gateway has one for all. */
    default boolean isPersonal() {
        return false;
    }

    /** A user allows it with a browser. */
    record AuthorizationCode() implements Grant {
        @Override
        public boolean isPersonal() {
            return true;
        }
    }

    /** The gateway's own right. */
    record ClientCredentials() implements Grant {}

    /**
     * A workload's right: a JWT that its platform gave it (RFC 7523).
     *
     * @param jwt reads the current one each time, since platforms replace them
     */
    record Assertion(Supplier<Secret> jwt) implements Grant {}

    /**
     * The right of somebody else's token (RFC 8693) at the server's authorization server.
     *
     * @param token reads the current one each time
     * @param type what kind of token it is, as in {@code urn:ietf:params:oauth:token-type:access_token}
     * @param audience what the authorization server calls the server; empty where that is its URL
     */
    record Exchange(Supplier<Secret> token, String type, Optional<String> audience) implements Grant {}

    /**
     * Each caller's right: the token that they came in with is exchanged at its issuer (RFC 8693); see {@link Exchanger}.
     *
     * @param type as for {@link Exchange}
     * @param audience as for {@link Exchange}
     */
    record OnBehalf(String type, Optional<String> audience) implements Grant {
        Exchange of(Secret token) {
            return new Exchange(() -> token, type, audience);
        }
    }

    /**
     * An enterprise's right: its identity provider gives an assertion for the server (ID-JAG), which is worth a token.
     *
     * @param token reads the current ID token each time
     * @param provider the identity provider's token endpoint
     * @param clientId who we are to the identity provider
     * @param clientSecret the secret there, or null
     */
    record Enterprise(
            Supplier<Secret> token,
            URI provider,
            String clientId,
            @Nullable Secret clientSecret) implements Grant {}
}
