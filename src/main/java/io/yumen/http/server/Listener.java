package io.yumen.http.server;

import io.helidon.common.Builder;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.Router;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets Helidon up: HTTP/1.1 only, no discovery, no hooks, its connections wrapped in ours. */
final class Listener {
    private static final int REQUEST_LINE_BYTES = 8 << 10;
    private static final Duration NEVER = Duration.ofDays(1);

    private Listener() {}

    static WebServer create(
            HttpServerConfig config, InetAddress address, Dispatcher dispatcher, Connections connections) {
        HelidonLog.lead();
        return WebServer.builder()
                .address(address)
                .port(config.port())
                .shutdownHook(false)
                .shutdownGracePeriod(NEVER)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .addConnectionSelector(selector(config.limits(), dispatcher, connections))
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(false)
                        .build())
                .mediaContext(MediaContext.builder()
                        .mediaSupportsDiscoverServices(false)
                        .build())
                .directHandlers(DirectHandlers.builder()
                        .addHandler(EventType.INTERNAL_ERROR, new Malformed())
                        .build())
                .errorHandling(ErrorHandling.builder().includeEntity(false).build())
                .connectionOptions(SocketOptions.builder()
                        .tcpNoDelay(true)
                        .readTimeout(Duration.ZERO)
                        .build())
                .maxTcpConnections(Descriptors.connections(config.limits().connections()))
                // Our own watch closes idle connections; Helidon's timer must not.
                .idleConnectionTimeout(NEVER)
                .idleConnectionPeriod(NEVER)
                .useNio(false)
                .build();
    }

    @SuppressWarnings("removal") // Helidon logs every message through these listeners unless told not to.
    private static ServerConnectionSelector selector(
            HttpServerLimits limits, Dispatcher dispatcher, Connections connections) {
        Http1ConnectionSelector http1 = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxHeadersSize(limits.headerBytes())
                        .maxPrologueLength(REQUEST_LINE_BYTES)
                        // The dispatcher is stricter and does not build a java.net.URI for it.
                        .validatePath(false)
                        .sendLog(false)
                        .receiveLog(false)
                        .sendKeepAliveHeader(false)
                        .build())
                .build();
        Router router = Router.builder().addRouting(new Ready(dispatcher)).build();
        return new Selector(http1, router, connections);
    }

    /** Gives Helidon's HTTP/1.1 our view of the connection, through which we see what it reads. */
    private record Selector(ServerConnectionSelector http1, Router router, Connections connections)
            implements ServerConnectionSelector {
        @Override
        public int bytesToIdentifyConnection() {
            return http1.bytesToIdentifyConnection();
        }

        @Override
        public Support supports(BufferData data) {
            return http1.supports(data);
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return http1.supportedApplicationProtocols();
        }

        @Override
        public ServerConnection connection(ConnectionContext context) {
            ClientConnection client = new ClientConnection(context, router, connections);
            return new ServedConnection(client, http1.connection(client));
        }
    }

    /** A routing that needs no building. */
    private record Ready(HttpRouting routing) implements Builder<Ready, HttpRouting> {
        @Override
        public HttpRouting build() {
            return routing;
        }
    }

    /** Our handlers' failures never get to Helidon, so what it calls an internal error is a head that it choked on. */
    private static final class Malformed implements DirectHandler {
        @Override
        public TransportResponse handle(
                TransportRequest request,
                EventType type,
                Status status,
                ServerResponseHeaders headers,
                @Nullable String message) {
            return TransportResponse.builder()
                    .status(Status.BAD_REQUEST_400)
                    .headers(headers)
                    .keepAlive(false)
                    .build();
        }
    }
}
