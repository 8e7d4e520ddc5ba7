package io.yumen.auth.jwt;

import com.nimbusds.jose.jwk.JWK;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of a JWK set, for who wants to know what a token says whatever it is good for: whoever lets somebody in by a token asks
 * {@link Providers}. Immutable.
 *
 * @param set the JWK set
 */
public record PublishedKeys(ObjectNode set) {
    /** What a token says that one of these keys signed; empty where none did, or it is no token. */
    public Optional<ObjectNode> claims(String token) {
        if (token.length() > TokenLimits.DEFAULT.bytes()) {
            return Optional.empty();
        }
        try {
            CompactJwt taken = CompactJwt.parse(token);
            return KeyRing.read(set).stream()
                            .anyMatch(key -> isNamed(key, taken) && Signatures.isSignedWith(key, taken))
                    ? Optional.of(taken.claims())
                    : Optional.empty();
        } catch (TokenRefused e) {
            return Optional.empty();
        }
    }

    private static boolean isNamed(JWK key, CompactJwt token) {
        return token.header("kid").equals(key.getKeyID());
    }
}
