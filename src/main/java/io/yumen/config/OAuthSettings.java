package io.yumen.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How tokens for a server are obtained. */
public record OAuthSettings(
        @Setting(
                value =
                        "By whose right: each user's, who logs in with a browser; the gateway's own; that of a JWT which a platform gave (RFC 7523); that of another token, or of the one that each caller came in with (RFC 8693); an enterprise's identity provider (ID-JAG)",
                fallback = "authorization-code")
        Grant grant,

        @Setting("The id of a client that was registered by hand; else the gateway registers itself") @Nullable
        String clientId,

        @Setting("Its secret, as in ${env:NAME}") @Nullable String clientSecret,

        @Setting("The key with which the client proves who it is instead (PEM, PKCS #8), as in ${file:key.pem}")
        @Nullable
        String privateKey,

        @Setting(
                "The https URL of a client metadata document that you publish, for authorization servers that read such")
        @Nullable
        String clientMetadata,

        @Setting("The scopes to ask for; else those that the server names")
        List<String> scopes,

        @Setting("The issuer of the authorization server, where it must be this one and no other") @Nullable
        String issuer,

        @Setting(
                value =
                        "Where the server may lead us for tokens: to public addresses only, or into private networks too",
                fallback = "public")
        Network network,

        @Setting("The JWT or token that is given for one, for the grants that need one; better a tokenFile") @Nullable
        String token,

        @Setting("A file with that token, read again each time") @Nullable
        String tokenFile,

        @Setting(
                value = "What kind of token it is, for token_exchange",
                fallback = "urn:ietf:params:oauth:token-type:access_token")
        String tokenType,

        @Setting(
                "What the authorization server calls the server that tokens are exchanged for; left out, it is told the server's URL")
        @Nullable
        String audience,

        @Setting("The enterprise's identity provider, for enterprise") @Nullable
        IdentityProviderSettings identityProvider) {
    public OAuthSettings {
        requireToken(grant, token, tokenFile);
        requireExchange(grant, audience, token == null && tokenFile == null ? issuer : "");
        if (grant == Grant.ENTERPRISE && identityProvider == null) {
            throw new BadSetting("grant", "This grant needs \"identityProvider\"");
        }
        if (grant != Grant.AUTHORIZATION_CODE && clientId == null) {
            throw new BadSetting("grant", "This grant needs a \"clientId\": no client is registered for it");
        }
        requireClient(clientId, clientSecret, clientMetadata);
    }

    private static void requireToken(Grant grant, @Nullable String token, @Nullable String tokenFile) {
        boolean hasNone = token == null && tokenFile == null;
        boolean hasBoth = token != null && tokenFile != null;
        if (hasBoth || (grant.needsToken() && hasNone)) {
            throw new BadSetting("grant", "This grant needs either \"token\" or \"tokenFile\"");
        }
    }

    /** @param issuer the one whose tokens are exchanged; null where none is named, and empty where a fixed token is */
    private static void requireExchange(Grant grant, @Nullable String audience, @Nullable String issuer) {
        if (grant != Grant.TOKEN_EXCHANGE && audience != null) {
            throw new BadSetting("audience", "Only tokens that are exchanged (token_exchange) have an audience");
        }
        if (grant == Grant.TOKEN_EXCHANGE && issuer == null) {
            throw new BadSetting(
                    "grant",
                    "This grant needs the \"issuer\" whose users' tokens are exchanged, which is one of access.oidc;"
                            + " or a \"token\" or \"tokenFile\" that is exchanged for everybody");
        }
    }

    private static void requireClient(
            @Nullable String clientId, @Nullable String clientSecret, @Nullable String clientMetadata) {
        if (clientSecret != null && clientId == null) {
            throw new BadSetting("clientSecret", "A secret needs the \"clientId\" that it belongs to");
        }
        if (clientMetadata != null && !clientMetadata.startsWith("https://")) {
            throw new BadSetting("clientMetadata", "This is an https URL, which authorization servers can fetch");
        }
    }

    /** Whether each user has a right of their own. */
    public boolean isPersonal() {
        return grant == Grant.AUTHORIZATION_CODE || isOnBehalf();
    }

    /** Whether each caller's own token is exchanged. */
    public boolean isOnBehalf() {
        return grant == Grant.TOKEN_EXCHANGE && token == null && tokenFile == null;
    }

    /** Says no secret. */
    @Override
    public String toString() {
        return "OAuthSettings[grant " + grant + ", clientId " + clientId + ", scopes " + scopes + ", issuer " + issuer
                + "]";
    }

    /** By whose right. */
    public enum Grant {
        AUTHORIZATION_CODE,
        CLIENT_CREDENTIALS,
        JWT_BEARER,
        TOKEN_EXCHANGE,
        ENTERPRISE;

        boolean needsToken() {
            return switch (this) {
                case AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TOKEN_EXCHANGE -> false;
                case JWT_BEARER, ENTERPRISE -> true;
            };
        }
    }

    /** Where a server may lead us. */
    public enum Network {
        PUBLIC,
        PRIVATE
    }
}
