package io.yumen.config;

import org.jspecify.annotations.Nullable;

/** An enterprise's identity provider, which gives assertions for servers. */
public record IdentityProviderSettings(
        @Setting("Its token endpoint") @Nullable String tokenEndpoint,

        @Setting("The gateway's client id there") @Nullable String clientId,

        @Setting("The secret of that client, if it has one") @Nullable
        String clientSecret) {
    public IdentityProviderSettings {
        if (tokenEndpoint == null) {
            throw new BadSetting("tokenEndpoint", "An identity provider needs its \"tokenEndpoint\"");
        }
        if (clientId == null) {
            throw new BadSetting("clientId", "An identity provider needs the \"clientId\" that it knows");
        }
    }

    /** Says no secret. */
    @Override
    public String toString() {
        return "IdentityProviderSettings[" + tokenEndpoint + ", clientId " + clientId + "]";
    }
}
