package io.yumen.backend.http;

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
import io.yumen.protocol.Era;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a server over HTTP. The first time it finds out what the server speaks: the stateless protocol,
 * else Streamable HTTP with a session, else HTTP+SSE; later it knows, until that fails.
 */
public final class HttpConnector implements Connector {
    private final Function<ScopeKey, HttpBackendConfig> configs;
    private final RelayClient client;
    private final ServerTasks tasks = new ServerTasks();
    private final Function<ScopeKey, Credentials> credentials;
    private final ToolHeaders toolHeaders = new ToolHeaders();
    private volatile @Nullable Dialect known;

    /** What a server speaks over HTTP. */
    private enum Dialect {
        STATELESS,
        STREAMABLE,
        SSE
    }

    public HttpConnector(HttpBackendConfig config, RelayClient client, Credentials credentials) {
        this(scope -> config, client, scope -> credentials);
    }

    /**
     * A connector whose connections depend on whose they are.
     *
     * @param configs how the server is reached for a scope: its URL and headers may name whose connection it is
     * @param credentials the credentials for a scope
     */
    public HttpConnector(
            Function<ScopeKey, HttpBackendConfig> configs,
            RelayClient client,
            Function<ScopeKey, Credentials> credentials) {
        this.configs = configs;
        this.client = client;
        this.credentials = credentials;
    }

    @Override
    public Connection connect(ConnectRequest request) {
        HttpBackendConfig config = config(request.scope());
        try {
            return new Attempt(config, request).open();
        } catch (RpcException e) {
            known = null;
            throw ConnectException.refused(e, config.url());
        } catch (DeliveryException e) {
            known = null;
            throw ConnectException.unreachable(e, config.url());
        }
    }

    private HttpBackendConfig config(ScopeKey scope) {
        try {
            return configs.apply(scope);
        } catch (IllegalArgumentException e) {
            throw ConnectException.unusable(e);
        }
    }

    /** Opens one connection. */
    private final class Attempt {
        private final HttpBackendConfig config;
        private final ConnectRequest request;

        Attempt(HttpBackendConfig config, ConnectRequest request) {
            this.config = config;
            this.request = request;
        }

        Connection open() {
            Dialect dialect = known;
            if (dialect == Dialect.SSE) {
                return sse();
            }
            if (dialect != Dialect.STREAMABLE && mayBe(Era.MODERN)) {
                Optional<ModernConnection> modern = stateless();
                if (modern.isPresent()) {
                    return modern.get();
                }
            }
            if (!mayBe(Era.LEGACY)) {
                throw DeliveryException.neverSent("it does not speak the pinned revision");
            }
            try {
                return streamable();
            } catch (RpcException e) {
                if (e.error().code() != ErrorCode.METHOD_NOT_FOUND) {
                    throw e;
                }
                return sseOr(e);
            }
        }

        private boolean mayBe(Era era) {
            Revision pinned = config.revision();
            return pinned == null || pinned.era() == era;
        }

        private Optional<ModernConnection> stateless() {
            ModernHttpLink link = new ModernHttpLink(wire(), toolHeaders);
            Optional<ModernConnection> connection = new ModernHandshake(config.name(), config.limits())
                    .open(link, request, EraDetection.Patience.PROBE);
            if (connection.isPresent()) {
                known = Dialect.STATELESS;
            } else {
                link.close();
            }
            return connection;
        }

        private Connection streamable() {
            LegacyHttpLink link = new LegacyHttpLink(wire());
            try {
                Connection connection = new LegacyHandshake(
                                config.name(), new Terms(config.limits(), tasks), link::agreed)
                        .open(link, request);
                known = Dialect.STREAMABLE;
                return connection;
            } catch (RuntimeException e) {
                link.close();
                throw e;
            }
        }

        /** Tries the oldest transport; where it is not that either, the first refusal says more. */
        private Connection sseOr(RpcException refusal) {
            try {
                return sse();
            } catch (DeliveryException e) {
                if (e.sent() == DeliveryException.Sent.REFUSED) {
                    // It has a stream of events, so that this is what it speaks.
                    throw e;
                }
                refusal.addSuppressed(e);
                throw refusal;
            }
        }

        private Connection sse() {
            Link link = SsePipe.open(wire());
            try {
                Connection connection = new LegacyHandshake(
                                config.name(), new Terms(config.limits(), tasks), revision -> {})
                        .open(link, request);
                known = Dialect.SSE;
                return connection;
            } catch (RuntimeException e) {
                link.close();
                throw e;
            }
        }

        private HttpWire wire() {
            return new HttpWire(config, client, credentials.apply(request.scope()));
        }
    }
}
