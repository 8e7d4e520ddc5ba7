package io.yumen.app.servers;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connector;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.http.CallerCredentials;
import io.yumen.backend.http.Credentials;
import io.yumen.backend.http.HttpBackendConfig;
import io.yumen.backend.http.HttpConnector;
import io.yumen.backend.http.OAuthCredentials;
import io.yumen.backend.http.StreamLimits;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.local.LocalConnector;
import io.yumen.backend.local.LocalLimits;
import io.yumen.backend.login.Seats;
import io.yumen.backend.stdio.StdioConfig;
import io.yumen.backend.stdio.StdioConnector;
import io.yumen.backend.websocket.WebSocketBackendConfig;
import io.yumen.backend.websocket.WebSocketConnector;
import io.yumen.config.LimitSettings;
import io.yumen.config.ServerSettings;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.http.websocket.WebSocketLimits;
import io.yumen.oauth.Login;
import io.yumen.oauth.Logins;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.process.ChildLimits;
import io.yumen.process.Children;
import io.yumen.process.Command;
import io.yumen.process.Environment;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Revision;
import io.yumen.service.host.ServiceHandler;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says how a server is reached: as a child process, over HTTP or WebSocket, or within this process. */
public final class ConnectorFactory {
    private final Children children;
    private final RelayClient client;
    private final Heartbeat heartbeat;
    private final LinkLimits link;
    private final ChildLimits child;
    private final Worlds worlds;

    public ConnectorFactory(
            Children children, RelayClient client, Heartbeat heartbeat, LimitSettings limits, Worlds worlds) {
        this.children = children;
        this.worlds = worlds;
        this.client = client;
        this.heartbeat = heartbeat;
        this.link = linkLimits(limits);
        this.child = childLimits(limits);
    }

    /** One connector for each replica; its headers are all that proves to the server who we are. */
    List<Connector> create(String name, ServerSettings settings) {
        return create(name, settings, scope -> Credentials.NONE);
    }

    /** The same, by the rights at the server: each connection by its principal's, or the gateway's. */
    List<Connector> create(String name, ServerSettings settings, Logins logins) {
        return create(name, settings, scope -> new OAuthCredentials(login(logins, scope)));
    }

    /** The same, by the rights of those who call. */
    List<Connector> create(String name, ServerSettings settings, Seats seats, CallerRights rights) {
        return create(name, settings, scope -> new CallerCredentials(() -> seats.at(scope), rights::present));
    }

    private List<Connector> create(String name, ServerSettings settings, Function<ScopeKey, Credentials> credentials) {
        String program = settings.command();
        if (program != null) {
            return Stream.<Connector>generate(() -> new StdioConnector(
                            scope -> stdio(name, program, settings, new Placeholders(scope)), children))
                    .limit(settings.replicas())
                    .toList();
        }
        return urls(settings).stream()
                .map(url -> connector(name, url, settings, credentials))
                .toList();
    }

    /** A connector to a service that runs already. */
    static List<Connector> create(String name, ServiceHandler service) {
        return List.of(new LocalConnector(name, service, service::trouble, LocalLimits.DEFAULT));
    }

    private Connector connector(
            String name, String url, ServerSettings settings, Function<ScopeKey, Credentials> credentials) {
        if (settings.type() == ServerSettings.Type.WEBSOCKET || url.startsWith("ws:") || url.startsWith("wss:")) {
            return new WebSocketConnector(
                    scope -> webSocket(name, url, settings, new Placeholders(scope)), client, heartbeat);
        }
        return new HttpConnector(scope -> http(name, url, settings, new Placeholders(scope)), client, credentials);
    }

    private static Login login(Logins logins, ScopeKey scope) {
        return switch (scope) {
            case ScopeKey.Shared shared -> logins.ofGateway();
            case ScopeKey.User user -> logins.of(user.principal());
            case ScopeKey.Session session -> logins.of(session.principal());
            case ScopeKey.Granted granted -> logins.of(granted.principal());
            case ScopeKey.Capable capable -> logins.of(capable.principal());
        };
    }

    private StdioConfig stdio(String name, String program, ServerSettings settings, Placeholders placeholders) {
        Environment environment = new Environment(
                settings.inheritParentEnv() || !settings.envFilter().isEmpty()
                        ? Environment.Inherit.ALL
                        : Environment.Inherit.SAFE,
                settings.envFilter(),
                placeholders.fill(settings.env()));
        Command command = new Command(
                placeholders.fillPath(program),
                placeholders.fillArguments(settings.args()),
                settings.cwd() == null ? null : Path.of(placeholders.fillPath(settings.cwd())),
                environment,
                worlds.of(settings, placeholders));
        return new StdioConfig(name, command, revision(settings), child, limits(settings));
    }

    private WebSocketBackendConfig webSocket(
            String name, String url, ServerSettings settings, Placeholders placeholders) {
        return new WebSocketBackendConfig(
                name,
                uri(placeholders.fillUrl(url)),
                headers(settings, placeholders),
                revision(settings),
                limits(settings),
                WebSocketLimits.DEFAULT);
    }

    static Headers headers(ServerSettings settings, Placeholders placeholders) {
        Headers headers = Headers.none();
        for (Map.Entry<String, String> header :
                placeholders.fill(settings.headers()).entrySet()) {
            headers = headers.with(header.getKey(), header.getValue());
        }
        return headers;
    }

    private HttpBackendConfig http(String name, String url, ServerSettings settings, Placeholders placeholders) {
        return new HttpBackendConfig(
                name,
                uri(placeholders.fillUrl(url)),
                headers(settings, placeholders),
                revision(settings),
                limits(settings),
                StreamLimits.DEFAULT);
    }

    /** What stands there is not repeated: it may hold a secret. */
    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("its URL is none (" + e.getReason() + ")", e);
        }
    }

    private LinkLimits limits(ServerSettings settings) {
        Duration limit = settings.life().connectionTimeout();
        Duration usual = link.probe();
        return link.with(limit.compareTo(usual) < 0 ? limit : usual, limit);
    }

    private static LinkLimits linkLimits(LimitSettings limits) {
        JsonLimits usual = LinkLimits.DEFAULT.json();
        return LinkLimits.DEFAULT.with(new JsonLimits(
                limits.serverMessage().toInt(), usual.maxDepth(), usual.maxKeys(), usual.maxNumberLength()));
    }

    private static ChildLimits childLimits(LimitSettings limits) {
        ChildLimits usual = ChildLimits.DEFAULT;
        return new ChildLimits(
                limits.serverMessage().toInt(),
                usual.queuedWrites(),
                usual.writeDeadline(),
                usual.complaints(),
                usual.shutdown());
    }

    private static List<String> urls(ServerSettings settings) {
        return settings.url() == null ? settings.urls() : List.of(settings.url());
    }

    private static @Nullable Revision revision(ServerSettings settings) {
        if (settings.revision() == null) {
            return null;
        }
        return Revision.of(settings.revision())
                .orElseThrow(() -> new ConnectException("There is no protocol revision " + settings.revision()));
    }
}
