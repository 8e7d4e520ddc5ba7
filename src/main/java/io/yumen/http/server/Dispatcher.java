package io.yumen.http.server;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.yumen.http.ClientGone;
import io.yumen.http.Headers;
import io.yumen.http.HttpSyntax;
import io.yumen.http.RequestRefused;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Helidon hands a parsed request head over: straight to our handler, without its routing. */
final class Dispatcher implements HttpRouting {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Headers TEXT = Headers.of("Content-Type", "text/plain; charset=utf-8");

    private final HttpHandler handler;
    private final HttpSecurity security = HttpSecurity.create();

    Dispatcher(HttpHandler handler) {
        this.handler = handler;
    }

    @Override
    public void route(ConnectionContext context, RoutingRequest helidon, RoutingResponse unused) {
        ClientConnection connection = ((HelidonView) context).connection();
        ServerRequest request = new ServerRequest(connection, helidon);
        ServerResponse response = new ServerResponse(connection, request);
        try {
            connection.enterWork();
            answer(connection, request, response);
            response.finish();
            if (!response.closing()) {
                connection.leaveWork();
            }
        } catch (ClientGone e) {
            throw new CloseConnectionException("The client is gone", e);
        } finally {
            request.over();
        }
        if (response.closing()) {
            if (response.switched() || !request.atItsEnd()) {
                connection.linger();
            }
            throw new CloseConnectionException("Closed after the response");
        }
        if (request.hasEntity()) {
            // Tells Helidon that the body was read here; it sends nothing of this header.
            unused.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    private void answer(ClientConnection connection, ServerRequest request, ServerResponse response) {
        try {
            requireSound(request);
            handler.handle(request, response);
            if (!response.begun() && request.clientLeft()) {
                throw new ClientGone("There is nobody left to answer", null);
            }
            if (!response.begun()) {
                LOG.atError().addKeyValue("request", request).log("A handler sent no response");
                response.send(500);
            }
        } catch (RequestRefused e) {
            refuse(response, e);
        } catch (ClientGone e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (connection.isCut() || request.clientLeft()) {
                throw new ClientGone("The connection ended while its handler was at work", e);
            }
            LOG.atError().addKeyValue("request", request).setCause(e).log("A handler failed");
            fail(response);
        }
    }

    /** What Helidon lets pass and we do not. */
    private static void requireSound(ServerRequest request) {
        if (!HttpSyntax.isTarget(request.path())) {
            throw new RequestRefused(400, "The request target must be a path");
        }
        if (request.hasNamelessHeader()) {
            throw new RequestRefused(400, "A header has no name");
        }
        if (request.hasFramingTwin()) {
            throw new RequestRefused(400, "A header that frames the body is written with an underscore");
        }
    }

    private static void refuse(ServerResponse response, RequestRefused refusal) {
        if (response.begun()) {
            throw new ClientGone("The request was refused in the middle of its response", refusal);
        }
        if (refusal.status() == 400) {
            // Who sends nonsense once is not believed about where its next request begins.
            response.closeAfterwards();
        }
        response.send(refusal.status(), TEXT, (refusal.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void fail(ServerResponse response) {
        if (response.begun()) {
            throw new ClientGone("The handler failed in the middle of its response", null);
        }
        response.send(500);
    }
}
