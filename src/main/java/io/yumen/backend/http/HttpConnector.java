package io.yumen.backend.http;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.DeliveryException;
import io.yumen.backend.legacy.LegacyHandshake;
import io.yumen.backend.modern.ModernConnection;
import io.yumen.backend.modern.ModernHandshake;
import io.yumen.http.client.RelayClient;
import io.yumen.protocol.Era;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a server over HTTP. The first time it finds out what the server speaks: the stateless protocol,
 * else Streamable HTTP with a session, else HTTP+SSE; later it knows, until that fails.
 */
public final class HttpConnector implements Connector {
    private final HttpBackendConfig config;
    private final RelayClient client;
    private final Credentials credentials;
    private final ToolHeaders toolHeaders;
    private volatile @Nullable Dialect known;

    /** What a server speaks over HTTP. */
    private enum Dialect {
        STATELESS,
        STREAMABLE,
        SSE
    }

    public HttpConnector(HttpBackendConfig config, RelayClient client, Credentials credentials) {
        this.config = config;
        this.client = client;
        this.credentials = credentials;
        this.toolHeaders = new ToolHeaders(config.name());
    }

    @Override
    public Connection connect(ConnectRequest request) {
        try {
            return open(request);
        } catch (RpcException e) {
            known = null;
            throw new ConnectException(
                    "It refused the handshake: " + e.error().message() + ". Is " + config.url() + " an MCP endpoint?",
                    e);
        } catch (DeliveryException e) {
            known = null;
            throw new ConnectException("It cannot be reached at " + config.url() + ": " + e.getMessage(), e);
        }
    }

    private Connection open(ConnectRequest request) {
        Dialect dialect = known;
        if (dialect == Dialect.SSE) {
            return sse(request);
        }
        if (dialect != Dialect.STREAMABLE && mayBe(Era.MODERN)) {
            Optional<ModernConnection> modern = stateless(request);
            if (modern.isPresent()) {
                return modern.get();
            }
        }
        if (!mayBe(Era.LEGACY)) {
            throw DeliveryException.neverSent("it does not speak the pinned revision");
        }
        try {
            return streamable(request);
        } catch (RpcException e) {
            if (e.error().code() != ErrorCode.METHOD_NOT_FOUND) {
                throw e;
            }
            return sseOr(request, e);
        }
    }

    private boolean mayBe(Era era) {
        Revision pinned = config.revision();
        return pinned == null || pinned.era() == era;
    }

    private Optional<ModernConnection> stateless(ConnectRequest request) {
        ModernHttpLink link = new ModernHttpLink(wire(), toolHeaders);
        Optional<ModernConnection> connection = new ModernHandshake(config.name(), config.limits())
                .open(link, request, config.limits().probe());
        if (connection.isPresent()) {
            known = Dialect.STATELESS;
        } else {
            link.close();
        }
        return connection;
    }

    private Connection streamable(ConnectRequest request) {
        LegacyHttpLink link = new LegacyHttpLink(wire());
        try {
            Connection connection =
                    new LegacyHandshake(config.name(), config.limits(), link::agreed).open(link, request);
            known = Dialect.STREAMABLE;
            return connection;
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** Tries the oldest transport; where that is none either, the first refusal says more. */
    private Connection sseOr(ConnectRequest request, RpcException refusal) {
        try {
            return sse(request);
        } catch (DeliveryException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private Connection sse(ConnectRequest request) {
        SseLink link = SseLink.open(wire());
        try {
            Connection connection =
                    new LegacyHandshake(config.name(), config.limits(), revision -> {}).open(link, request);
            known = Dialect.SSE;
            return connection;
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private HttpWire wire() {
        return new HttpWire(config, client, credentials);
    }
}
