package io.yumen.app.access;

import io.yumen.auth.ResourceNames;
import io.yumen.auth.ResourceRoutes;
import io.yumen.auth.jwt.OwnIssuer;
import io.yumen.auth.jwt.ProviderConfig;
import io.yumen.auth.jwt.Providers;
import io.yumen.auth.jwt.TokenLimits;
import io.yumen.config.AccessSettings;
import io.yumen.config.LoginSettings;
import io.yumen.config.OAuthSettings;
import io.yumen.config.OidcSettings;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the providers whose tokens are accepted of their settings. */
final class ProviderFactory implements AutoCloseable {
    /** Requests wait for providers: shorter than users who log in do. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Documents documents = new Documents(
            OAuthLimits.DEFAULT.withFetchTime(PATIENCE),
            guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));
    private final Providers.Setting setting =
            new Providers.Setting(documents, TokenLimits.DEFAULT, InstantSource.system());

    /** The providers of those settings, and our own where there is one; empty where there are none. */
    Optional<Providers> providers(AccessSettings access, Optional<OwnIssuer> own, ResourceNames names) {
        List<ProviderConfig> configs = access.oidc().entrySet().stream()
                .map(entry -> config(entry.getKey(), entry.getValue()))
                .toList();
        return configs.isEmpty() && own.isEmpty()
                ? Optional.empty()
                : Optional.of(new Providers(configs, own, names, setting));
    }

    /** What clients are told of them. */
    static ResourceRoutes routes(AccessSettings access, ResourceNames names) {
        List<String> issuers = new ArrayList<>();
        List<String> scopes = new ArrayList<>();
        LoginSettings login = access.login();
        if (login != null) {
            issuers.add(names.base());
            scopes.addAll(login.scopes());
        }
        access.oidc().values().forEach(provider -> {
            issuers.add(String.valueOf(provider.issuer()));
            scopes.addAll(provider.scopes());
        });
        if (!access.oidc().isEmpty()) {
            scopes.addAll(access.demandedScopes());
        }
        return new ResourceRoutes(names, new ResourceRoutes.Issued(issuers, scopes));
    }

    @Override
    public void close() {
        documents.close();
    }

    private static ProviderConfig config(String name, OidcSettings settings) {
        String issuer = String.valueOf(settings.issuer());
        return new ProviderConfig(
                name,
                issuer,
                new ProviderConfig.Acceptance(
                        new HashSet<>(settings.audience()),
                        settings.shared(),
                        new HashSet<>(settings.algorithms()),
                        new HashSet<>(settings.scopes()),
                        settings.bound()),
                new ProviderConfig.Reading(
                        settings.tenant() == null ? name : settings.tenant(),
                        path(settings.tenantClaim()),
                        path(settings.principal()),
                        path(settings.roles()),
                        settings.scopeClaim()),
                reach(issuer, settings.network()),
                client(settings.introspection()));
    }

    /** A provider on this machine may have its endpoints there, too. */
    private static Set<Allowance> reach(String issuer, OAuthSettings.Network network) {
        Set<Allowance> reach = EnumSet.noneOf(Allowance.class);
        if (network == OAuthSettings.Network.PRIVATE) {
            reach.add(Allowance.PRIVATE);
        }
        if (PeerUrl.isLoopback(URI.create(issuer))) {
            reach.add(Allowance.LOOPBACK);
        }
        return reach;
    }

    private static Optional<ProviderConfig.Client> client(OidcSettings.@Nullable Introspection settings) {
        return settings == null
                ? Optional.empty()
                : Optional.of(new ProviderConfig.Client(
                        String.valueOf(settings.clientId()), new Secret(String.valueOf(settings.clientSecret()))));
    }

    private static List<String> path(@Nullable String claim) {
        return claim == null || claim.isEmpty() ? List.of() : List.of(claim.split("\\."));
    }
}
