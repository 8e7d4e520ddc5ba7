package io.yumen.auth.jwt;

import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the tokens of one provider have to say, and whom they make of it (RFC 9068 section 4). */
final class ClaimRules {
    /** What tokens of any use say of themselves. */
    private static final String UNTYPED = "jwt";

    private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt", UNTYPED);

    /** What only tokens of other uses have: ID tokens, logout tokens. */
    private static final List<String> OF_OTHER_USE = List.of("nonce", "at_hash", "c_hash", "s_hash", "events");

    /** One of which an access token has where its header does not say that it is one. */
    private static final List<String> OF_ACCESS = List.of("scope", "scp", "client_id", "cid", "appid", "azpacr");

    /** What some providers say of the use of a token, and what it is for access. */
    private static final Set<String> USES = Set.of("bearer", "dpop", "access");

    /** How else a token can be bound (RFC 7800, RFC 8705); providers write notes of their own beside these. */
    private static final List<String> OTHER_BONDS = List.of("jwk", "jwe", "kid", "jku", "x5t#S256");

    private final ProviderConfig config;
    private final TokenLimits limits;
    private final InstantSource clock;

    ClaimRules(ProviderConfig config, TokenLimits limits, InstantSource clock) {
        this.config = config;
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws TokenRefused where this does not have the form of an access token as this provider signs them (RFC 9068 section 2) */
    void requireForm(CompactJwt token) {
        if (!config.acceptance().algorithms().contains(token.header("alg"))) {
            throw TokenRefused.invalid("This token is not signed with an algorithm that is accepted");
        }
        boolean namesKeyBadly = token.header().has("kid") && token.header("kid").isEmpty();
        if (namesKeyBadly || token.header().has("jwk")) {
            throw TokenRefused.invalid("The header of this token is not accepted");
        }
        requireType(token);
        if (!token.claims().has("iat")) {
            throw TokenRefused.invalid("This token does not say when it was issued");
        }
    }

    private static void requireType(CompactJwt token) {
        // Some providers leave it out.
        String type = token.header().has("typ") ? token.header("typ").toLowerCase(Locale.ROOT) : UNTYPED;
        boolean saysNothing = type.equals(UNTYPED) && OF_ACCESS.stream().noneMatch(token.claims()::has);
        if (saysNothing || !TYPES.contains(type)) {
            throw TokenRefused.invalid("This is no access token");
        }
    }

    /** @throws TokenRefused where the claims are not those of an access token of this provider that is good now */
    void requireGood(Claims claims) {
        if (!claims.text("iss").equals(config.issuer())) {
            throw TokenRefused.invalid("The issuer of this token is not accepted");
        }
        boolean otherUse = OF_OTHER_USE.stream().anyMatch(claims.tree()::has)
                || isOther(claims.text("typ"))
                || isOther(claims.text("token_use"));
        if (otherUse) {
            throw TokenRefused.invalid("This is no access token");
        }
        requireNow(claims);
    }

    private void requireNow(Claims claims) {
        Instant now = clock.instant();
        Instant end = claims.time("exp").orElseThrow(() -> TokenRefused.invalid("This token has no end"));
        Instant late = now.minus(limits.leeway());
        Instant early = now.plus(limits.leeway());
        if (!end.isAfter(late)) {
            throw TokenRefused.expired();
        }
        if (claims.time("nbf").filter(begin -> begin.isAfter(early)).isPresent()) {
            throw TokenRefused.invalid("This token is not good yet");
        }
        if (claims.time("iat").filter(issued -> issued.isAfter(early)).isPresent()) {
            throw TokenRefused.invalid("This token comes from the future");
        }
    }

    /** Who shows that token. */
    Access access(Claims claims, Access.Proof proof, String digest) {
        ProviderConfig.Reading reading = config.reading();
        // Tokens without it are those of programs without a user, or of nobody: never of somebody.
        claims.name(List.of("sub"), "whom it is of");
        String part = reading.tenant().isEmpty() ? "" : reading.tenant() + ":";
        String tenant = reading.tenantClaim().isEmpty()
                ? reading.tenant()
                : part + claims.name(reading.tenantClaim(), "whose data it is about");
        Principal principal = new Principal(new TenantId(tenant), claims.name(reading.principal(), "whom it is of"));
        return Access.plain(principal, proof)
                .withCredential(digest)
                .withRoles(claims.names(reading.roles()))
                .withScopes(Scopes.of(claims.scopes(reading.scopes())))
                .withClaims(client(claims), claims.tree())
                .until(claims.time("exp").map(end -> end.plus(limits.leeway())).orElse(null));
    }

    /** The thumbprint of the key that a token is bound to; empty where it is not bound. */
    static Optional<String> boundTo(ObjectNode claims) {
        JsonNode confirmation = claims.path("cnf");
        if (confirmation.isMissingNode()) {
            return Optional.empty();
        }
        if (!confirmation.path("jkt").isString() || OTHER_BONDS.stream().anyMatch(confirmation::has)) {
            throw TokenRefused.invalid("This token is bound in a way that cannot be proven here");
        }
        return Optional.of(confirmation.path("jkt").stringValue());
    }

    private static String client(Claims claims) {
        String id = claims.text("client_id");
        return id.isEmpty() ? claims.text("azp") : id;
    }

    private static boolean isOther(String use) {
        return !use.isEmpty() && !USES.contains(use.toLowerCase(Locale.ROOT));
    }
}
