package io.yumen.oauth;

import io.yumen.oauth.discovery.Challenge;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthException.Code;
import io.yumen.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token and what it is good for.
 *
 * @param access what servers see
 * @param refresh what is worth another one, or null
 * @param expires when it ends; {@link Instant#MAX} where nobody said
 * @param scopes what it was granted for; where nobody said, what it was asked for
 * @param key the key that it is bound to, or null for a bearer token
 */
record Tokens(
        Secret access,
        @Nullable Secret refresh,
        Instant expires,
        Set<String> scopes,
        @Nullable ProofKey key) {
    private static final int MAX_LENGTH = 32 << 10;
    private static final long LONGEST_SECONDS = Duration.ofDays(3_650).toSeconds();

    Tokens {
        scopes = Set.copyOf(scopes);
    }

    /**
     * Reads a token response (RFC 6749 section 5.1).
     *
     * @param asked the scopes that were asked for
     * @param key the key of which a proof was sent, or null
     * @throws OAuthException where there is no token that we can use
     */
    static Tokens read(ObjectNode response, Set<String> asked, @Nullable ProofKey key, Instant now) {
        String access = response.path("access_token").asString("");
        String type = response.path("token_type").asString("");
        boolean isBound = type.equalsIgnoreCase("DPoP") && key != null;
        if (!isVisible(access) || !(isBound || type.equalsIgnoreCase("Bearer"))) {
            throw new OAuthException(Code.DISTRUSTED, "The authorization server sent no token of a kind that we know");
        }
        long seconds = Math.min(response.path("expires_in").asLong(-1), LONGEST_SECONDS);
        String granted = response.path("scope").asString("");
        String refresh = response.path("refresh_token").asString("");
        return new Tokens(
                new Secret(access),
                isVisible(refresh) ? new Secret(refresh) : null,
                seconds < 0 ? Instant.MAX : now.plusSeconds(seconds),
                granted.isEmpty() ? asked : Challenge.scopes(granted),
                isBound ? key : null);
    }

    boolean endsBefore(Instant time) {
        return expires.isBefore(time);
    }

    /** The same, with the refresh token of an earlier one where this has none. */
    Tokens orRefresh(@Nullable Secret earlier) {
        return refresh != null ? this : new Tokens(access, earlier, expires, scopes, key);
    }

    /** What stands in {@code Authorization}. */
    String authorization() {
        return (key == null ? "Bearer " : "DPoP ") + access.reveal();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("access", access.reveal());
        if (refresh != null) {
            json.put("refresh", refresh.reveal());
        }
        if (!expires.equals(Instant.MAX)) {
            json.put("expires", expires.getEpochSecond());
        }
        if (key != null) {
            json.set("key", key.toJson());
        }
        return json.put("scopes", String.join(" ", scopes));
    }

    static Tokens read(ObjectNode json) {
        String refresh = json.path("refresh").asString("");
        return new Tokens(
                new Secret(json.path("access").asString("")),
                refresh.isEmpty() ? null : new Secret(refresh),
                json.has("expires") ? Instant.ofEpochSecond(json.path("expires").asLong()) : Instant.MAX,
                Challenge.scopes(json.path("scopes").asString("")),
                json.get("key") instanceof ObjectNode key ? ProofKey.read(key) : null);
    }

    private static boolean isVisible(String token) {
        return !token.isEmpty() && token.length() <= MAX_LENGTH && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
