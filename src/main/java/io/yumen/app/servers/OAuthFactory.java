package io.yumen.app.servers;

import io.yumen.config.IdentityProviderSettings;
import io.yumen.config.OAuthSettings;
import io.yumen.config.ServerSettings;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.oauth.Grant;
import io.yumen.oauth.Logins;
import io.yumen.oauth.OAuth;
import io.yumen.oauth.OAuthConfig;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.oauth.caller.ExchangeLimits;
import io.yumen.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the OAuth client of a server of its settings. */
public final class OAuthFactory {
    private final OAuth oauth;

    public OAuthFactory(OAuth oauth) {
        this.oauth = oauth;
    }

    /** The rights at that server. */
    Logins logins(String name, ServerSettings settings, OAuthSettings wanted) {
        return oauth.at(config(name, settings, wanted, grant(wanted)));
    }

    /** The rights there of those who call. */
    CallerRights callerRights(String name, ServerSettings settings, OAuthSettings wanted) {
        Grant.OnBehalf grant = new Grant.OnBehalf(wanted.tokenType(), Optional.ofNullable(wanted.audience()));
        return new CallerRights(oauth.exchanger(config(name, settings, wanted, grant), grant), ExchangeLimits.DEFAULT);
    }

    private static OAuthConfig config(String name, ServerSettings settings, OAuthSettings wanted, Grant grant) {
        OAuthConfig.ClientConfig client = new OAuthConfig.ClientConfig(
                wanted.clientId(), secret(wanted.clientSecret()), secret(wanted.privateKey()), wanted.clientMetadata());
        OAuthConfig.Policy policy = new OAuthConfig.Policy(
                wanted.scopes(),
                wanted.issuer(),
                wanted.network() == OAuthSettings.Network.PRIVATE ? Set.of(Allowance.PRIVATE) : Set.of());
        // A service without a URL of its own names the audience, so that nobody is told this one.
        String url = settings.url() == null ? String.valueOf(wanted.issuer()) : settings.url();
        return new OAuthConfig(name, URI.create(url), grant, client, policy);
    }

    /** How long a request waits for its user to log in. */
    Duration patience() {
        return oauth.limits().loginWait();
    }

    private static Grant grant(OAuthSettings settings) {
        return switch (settings.grant()) {
            case AUTHORIZATION_CODE -> new Grant.AuthorizationCode();
            case CLIENT_CREDENTIALS -> new Grant.ClientCredentials();
            case JWT_BEARER -> new Grant.Assertion(token(settings));
            case TOKEN_EXCHANGE -> exchange(settings);
            case ENTERPRISE -> enterprise(settings);
        };
    }

    private static Grant exchange(OAuthSettings settings) {
        return new Grant.Exchange(token(settings), settings.tokenType(), Optional.ofNullable(settings.audience()));
    }

    private static Grant enterprise(OAuthSettings settings) {
        IdentityProviderSettings provider = settings.identityProvider();
        if (provider == null) {
            throw new StartException("auth.oauth.identityProvider is missing");
        }
        return new Grant.Enterprise(
                token(settings),
                URI.create(String.valueOf(provider.tokenEndpoint())),
                String.valueOf(provider.clientId()),
                secret(provider.clientSecret()));
    }

    /** Platforms replace the file from time to time. */
    private static Supplier<Secret> token(OAuthSettings settings) {
        String file = settings.tokenFile();
        if (file == null) {
            Secret fixed = new Secret(String.valueOf(settings.token()));
            return () -> fixed;
        }
        return () -> {
            try {
                return new Secret(Files.readString(Path.of(file)).strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static @Nullable Secret secret(@Nullable String text) {
        return text == null ? null : new Secret(text);
    }
}
