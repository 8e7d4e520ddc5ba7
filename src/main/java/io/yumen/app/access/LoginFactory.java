package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.audit.Audit;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.jwt.OwnIssuer;
import io.yumen.auth.jwt.ProviderConfig;
import io.yumen.auth.server.AuthorizationServer;
import io.yumen.auth.server.Client;
import io.yumen.auth.server.ServerConfig;
import io.yumen.auth.server.ServerConfig.Way;
import io.yumen.auth.server.ServerLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.LoginSettings;
import io.yumen.config.OAuthSettings;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.discovery.Documents;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes our own authorization server of its settings. */
final class LoginFactory implements AutoCloseable {
    private static final String NAME = "login";

    private final State state;
    private final Users users;
    private final Audit audit;
    private final AuthorizationServer.Supervision supervision;
    private final Documents documents = new Documents(
            ServerLimits.ofDocuments(),
            guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));

    LoginFactory(State state, Users users, Audit audit, AuthorizationServer.Supervision supervision) {
        this.supervision = supervision;
        this.state = state;
        this.users = users;
        this.audit = audit;
    }

    /**
     * The server of those settings.
     *
     * @throws StartException where a client cannot be one
     */
    AuthorizationServer server(LoginSettings settings, ResourceNames names) {
        ServerConfig config = new ServerConfig(
                names.base(),
                new HashSet<>(settings.scopes()),
                settings.tokenTime(),
                settings.grantTime(),
                clients(settings),
                ways(settings),
                reach(settings.network()));
        return new AuthorizationServer(
                config,
                ServerLimits.DEFAULT,
                users,
                new AuthorizationServer.Tools(
                        state.store().values(),
                        state.sealer(AuthorizationServer.SEALED.purpose()),
                        documents,
                        audit,
                        InstantSource.system(),
                        supervision));
    }

    /** How its tokens are verified: as those of any provider. */
    static OwnIssuer issuer(AuthorizationServer server, ResourceNames names) {
        ProviderConfig config = new ProviderConfig(
                NAME,
                names.base(),
                new ProviderConfig.Acceptance(Set.of(), false, Set.of("ES256"), Set.of(), false),
                new ProviderConfig.Reading("", List.of("tenant"), List.of("sub"), List.of("roles"), "scope"),
                Set.of(),
                Optional.empty());
        return new OwnIssuer(config, server::keys, server::isLive);
    }

    /** Where documents of clients may lie beyond the Internet: nowhere on this machine, whatever is set. */
    static Set<Allowance> reach(OAuthSettings.Network network) {
        return switch (network) {
            case PUBLIC -> Set.of();
            case PRIVATE -> Set.of(Allowance.PRIVATE);
        };
    }

    @Override
    public void close() {
        documents.close();
    }

    private static List<Client> clients(LoginSettings settings) {
        return settings.clients().entrySet().stream()
                .map(entry -> client(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Client client(String id, LoginSettings.LoginClient settings) {
        try {
            String name = settings.name();
            return new Client(id, name == null ? id : name, settings.redirects(), Client.Origin.CONFIGURED);
        } catch (IllegalArgumentException e) {
            throw new StartException("access.login.clients." + id + ": " + e.getMessage());
        }
    }

    private static Set<Way> ways(LoginSettings settings) {
        Set<Way> ways = EnumSet.noneOf(Way.class);
        if (settings.registration()) {
            ways.add(Way.REGISTRATION);
        }
        if (settings.documents()) {
            ways.add(Way.DOCUMENT);
        }
        return ways;
    }
}
