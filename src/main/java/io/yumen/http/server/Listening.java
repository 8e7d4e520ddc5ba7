package io.yumen.http.server;

import io.helidon.common.context.Context;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.http.DirectHandlers;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The server as one connection sees it: what Helidon refuses by itself is known to be of that connection. */
record Listening(Http1 http1, ClientConnection connection) implements ListenerContext {
    @Override
    public Context context() {
        return http1.context();
    }

    @Override
    public MediaContext mediaContext() {
        return http1.mediaContext();
    }

    @Override
    public ContentEncodingContext contentEncodingContext() {
        return http1.contentEncodingContext();
    }

    /** Asked for only when something is refused. */
    @Override
    public DirectHandlers directHandlers() {
        return DirectHandlers.builder()
                .addHandler(EventType.INTERNAL_ERROR, new Malformed(connection))
                .addHandler(EventType.BAD_REQUEST, new Refused(connection))
                .build();
    }

    @Override
    public ListenerConfig config() {
        return http1.config();
    }

    @Override
    public ExecutorService executor() {
        return http1.executor();
    }

    /** A head that Helidon says no to. */
    private record Refused(ClientConnection connection) implements DirectHandler {
        @Override
        public TransportResponse handle(
                TransportRequest request,
                EventType type,
                Status status,
                ServerResponseHeaders headers,
                @Nullable String message) {
            connection.unheard(Unheard.Why.MALFORMED);
            return DirectHandler.defaultHandler().handle(request, type, status, headers, message);
        }
    }

    /** Our handlers' failures never get to Helidon, so what it calls an internal error is a head that it choked on. */
    private record Malformed(ClientConnection connection) implements DirectHandler {
        @Override
        public TransportResponse handle(
                TransportRequest request,
                EventType type,
                Status status,
                ServerResponseHeaders headers,
                @Nullable String message) {
            connection.unheard(Unheard.Why.MALFORMED);
            return TransportResponse.builder()
                    .status(Status.BAD_REQUEST_400)
                    .headers(headers)
                    .keepAlive(false)
                    .build();
        }
    }
}
