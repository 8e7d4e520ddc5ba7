package io.yumen.auth.server;

import io.yumen.auth.Withdrawal;
import io.yumen.auth.jwt.PublishedKeys;
import io.yumen.auth.users.User;
import io.yumen.secret.Randoms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes access tokens: signed JWTs (RFC 9068) that are good for a short time and for one resource. Safe for many threads. */
record AccessTokens(ServerConfig config, ServerKeys keys, InstantSource clock) {
    /** The claim that names the grant. */
    static final String GRANT = Withdrawal.GRANT;

    private static final int ID_BYTES = 16;

    /** The answer of the token endpoint (RFC 6749 section 5.1). */
    ObjectNode answer(Grant grant, User user, String refreshToken) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("access_token", keys.sign("at+jwt", claims(grant, user)));
        answer.put("token_type", "Bearer");
        answer.put("expires_in", config.tokenTime().toSeconds());
        answer.put("refresh_token", refreshToken);
        return answer.put("scope", String.join(" ", new TreeSet<>(grant.scopes())));
    }

    /** The grant that a token of ours hangs on which has not ended yet; empty where it is none. */
    Optional<String> grantOf(String token) {
        return new PublishedKeys(keys.published())
                .claims(token)
                .filter(claims -> claims.path("iss").asString("").equals(config.issuer()))
                .filter(claims -> claims.path("exp").asLong(0) > clock.instant().getEpochSecond())
                .map(claims -> claims.path(GRANT).asString(""));
    }

    private ObjectNode claims(Grant grant, User user) {
        Instant now = clock.instant();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", config.issuer());
        claims.put("sub", user.name());
        claims.put("aud", grant.resource());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(config.tokenTime()).getEpochSecond());
        claims.put("jti", Randoms.text(ID_BYTES));
        claims.put("client_id", grant.client());
        claims.put("scope", String.join(" ", new TreeSet<>(grant.scopes())));
        claims.put(GRANT, grant.id());
        claims.put("tenant", user.tenant().value());
        new TreeSet<>(user.roles()).forEach(claims.putArray("roles")::add);
        return claims;
    }
}
