package io.yumen.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider (OpenID Connect, OAuth) whose access tokens are accepted. */
public record OidcSettings(
        @Setting("Its issuer, byte for byte as its tokens name it: an https URL") @Nullable
        String issuer,

        @Setting(
                "What tokens must be issued for, exactly; never the id of a client that users log in with. Left out, the URL of the endpoint that they are shown to")
        List<String> audience,

        @Setting(
                value = "Whether a token may be issued for others as well, which could then use it here",
                fallback = "false")
        boolean shared,

        @Setting("How tokens may be signed; left out, RS256, ES256, PS256 and EdDSA")
        List<String> algorithms,

        @Setting(
                "The tenant of its users; left out, one that has the provider's name. With local, their roles count for the whole gateway, and who has the name of a user or key of ours is the same")
        @Nullable
        String tenant,

        @Setting("The claim that says which part of that tenant a user belongs to, as in org.id") @Nullable
        String tenantClaim,

        @Setting(value = "The claim that names the user", fallback = "sub")
        String principal,

        @Setting(
                "The claim that lists the roles, as in realm_access.roles. Who has the role admin there operates this gateway; left out, nobody has any")
        @Nullable
        String roles,

        @Setting(value = "The claim that lists what the token is good for", fallback = "scope")
        String scopeClaim,

        @Setting("The scopes all of which a token must have")
        List<String> scopes,

        @Setting(value = "Whether only tokens are accepted that are bound to a key (DPoP)", fallback = "false")
        boolean bound,

        @Setting(
                value = "Where its metadata may lead us: to public addresses only, or into private networks too",
                fallback = "public")
        OAuthSettings.Network network,

        @Setting(
                "As whom it is asked about each token (RFC 7662), which finds out at once what was taken back. Needed where tokens are opaque")
        @Nullable
        Introspection introspection) {
    private static final List<String> USUAL = List.of("RS256", "ES256", "PS256", "EdDSA");
    private static final Set<String> KNOWN =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    public OidcSettings {
        if (issuer == null || !issuer.matches("https?://[^/?#@]+(/[^?#]*)?")) {
            throw new BadSetting("issuer", "A provider needs its \"issuer\", an https URL");
        }
        if (!KNOWN.containsAll(algorithms)) {
            throw new BadSetting("algorithms", "Tokens can be signed with RS, PS and ES 256, 384, 512, and EdDSA");
        }
        if (tenant != null && tenant.isBlank()) {
            throw new BadSetting("tenant", "A tenant has a name; left out, it is the provider's");
        }
        algorithms = algorithms.isEmpty() ? USUAL : List.copyOf(algorithms);
        audience = List.copyOf(audience);
        scopes = List.copyOf(scopes);
    }

    /** As whom a provider is asked about tokens. */
    public record Introspection(
            @Setting("The gateway's client id there") @Nullable
            String clientId,

            @Setting("The secret of that client, as in ${env:NAME}") @Nullable
            String clientSecret) {
        public Introspection {
            if (clientId == null || clientSecret == null) {
                throw new BadSetting("clientId", "A provider is asked with a \"clientId\" and its \"clientSecret\"");
            }
        }

        /** Says no secret. */
        @Override
        public String toString() {
            return "Introspection[clientId " + clientId + "]";
        }
    }
}
