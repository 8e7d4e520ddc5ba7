package io.yumen.http.server;

import io.helidon.common.Builder;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.yumen.http.ClientGone;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Helidon's HTTP/1.1: it parses request heads and leads them to the {@link Dispatcher}. Set up once for a server,
 * without its listener, discovery and hooks.
 */
final class Http1 {
    private static final Logger LOG = LoggerFactory.getLogger(Http1.class);
    private static final int REQUEST_LINE_BYTES = 8 << 10;

    private final Http1ConnectionSelector selector;
    private final Router router;
    private final Limit limit = FixedLimit.create();
    private final Context context = Context.builder().id("http").build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ContentEncodingContext encodings = ContentEncodingContext.builder()
            .contentEncodingsDiscoverServices(false)
            .build();
    private final MediaContext media =
            MediaContext.builder().mediaSupportsDiscoverServices(false).build();
    private final ListenerConfig config = ListenerConfig.builder()
            .protocolsDiscoverServices(false)
            .errorHandling(ErrorHandling.builder().includeEntity(false).build())
            .buildPrototype();

    @SuppressWarnings("removal") // Helidon logs every message through these listeners unless told not to.
    Http1(HttpServerLimits limits, Dispatcher dispatcher) {
        HelidonLog.lead();
        router = Router.builder().addRouting(new Ready(dispatcher)).build();
        selector = Http1ConnectionSelector.builder()
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
    }

    /** Serves the requests of a connection until it ends. */
    void serve(ClientConnection connection) {
        try {
            connection.begin();
            selector.connection(new HelidonView(connection, this)).handle(limit);
        } catch (CloseConnectionException | ClientGone | UncheckedIOException e) {
            // The usual ends of a connection.
        } catch (RequestException | HttpException e) {
            LOG.atDebug().setCause(e).log("A request could not be answered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A connection failed");
        } finally {
            connection.end();
        }
    }

    Router router() {
        return router;
    }

    Context context() {
        return context;
    }

    MediaContext mediaContext() {
        return media;
    }

    ContentEncodingContext contentEncodingContext() {
        return encodings;
    }

    ListenerConfig config() {
        return config;
    }

    ExecutorService executor() {
        return executor;
    }

    /** A routing that needs no building. */
    private record Ready(HttpRouting routing) implements Builder<Ready, HttpRouting> {
        @Override
        public HttpRouting build() {
            return routing;
        }
    }
}
