package io.yumen.backend.websocket;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.EraDetection;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.legacy.LegacyHandshake;
import io.yumen.backend.legacy.LegacyHandshake.Terms;
import io.yumen.backend.legacy.ServerTasks;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.modern.ModernConnection;
import io.yumen.backend.modern.ModernHandshake;
import io.yumen.http.client.RelayClient;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens connections to a server over WebSocket. The first time it asks which era the server speaks; later it knows, until
 * that fails.
 */
public final class WebSocketConnector implements Connector {
    private final Function<ScopeKey, WebSocketBackendConfig> configs;
    private final RelayClient client;
    private final Heartbeat heartbeat;
    private final ServerTasks tasks = new ServerTasks();
    private final EraDetection eras = new EraDetection();

    /** Connects to the same place for everybody. */
    public WebSocketConnector(WebSocketBackendConfig config, RelayClient client, Heartbeat heartbeat) {
        this(scope -> config, client, heartbeat);
    }

    /**
     * Connects as the scope says.
     *
     * @param configs how the server is reached for a scope: its URL and headers may name whose connection it is
     * @param heartbeat keeps the time limits of the connections
     */
    public WebSocketConnector(
            Function<ScopeKey, WebSocketBackendConfig> configs, RelayClient client, Heartbeat heartbeat) {
        this.configs = configs;
        this.client = client;
        this.heartbeat = heartbeat;
    }

    @Override
    public Connection connect(ConnectRequest request) {
        WebSocketBackendConfig config = config(request.scope());
        try {
            Revision pinned = config.revision();
            return eras.open(new ToServer(config, this, request), pinned == null ? null : pinned.era());
        } catch (RpcException e) {
            throw ConnectException.refused(e, config.url());
        } catch (DeliveryException e) {
            throw ConnectException.unreachable(e, config.url());
        }
    }

    private WebSocketBackendConfig config(ScopeKey scope) {
        try {
            return configs.apply(scope);
        } catch (IllegalArgumentException e) {
            throw ConnectException.unusable(e);
        }
    }

    /** The ways to open a connection to one server. */
    private record ToServer(WebSocketBackendConfig config, WebSocketConnector connector, ConnectRequest request)
            implements EraDetection.Openings {
        @Override
        public String server() {
            return config.name();
        }

        @Override
        public Link link() {
            return WebSocketPipe.open(config, connector.client, connector.heartbeat);
        }

        @Override
        public Optional<ModernConnection> modern(Link link, EraDetection.Patience patience) {
            return new ModernHandshake(config.name(), config.link()).open(link, request, patience);
        }

        @Override
        public Connection legacy(Link link) {
            return new LegacyHandshake(config.name(), new Terms(config.link(), connector.tasks), revision -> {})
                    .open(link, request);
        }
    }
}
