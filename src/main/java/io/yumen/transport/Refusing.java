package io.yumen.transport;

import io.yumen.http.ClientGone;
import io.yumen.http.Headers;
import io.yumen.http.RequestRefused;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import io.yumen.session.Failures;
import java.nio.charset.StandardCharsets;

/** The one place where what goes wrong in a transport over HTTP becomes a status: whatever is thrown below ends here. */
public final class Refusing implements HttpHandler {
    private final HttpHandler next;

    public Refusing(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        try {
            next.handle(request, response);
        } catch (Refusal e) {
            refuse(response, e);
        } catch (RequestRefused e) {
            refuse(response, new Refusal(e.status(), String.valueOf(e.getMessage())));
        } catch (ClientGone e) {
            // There is nobody to tell, and the connection must not wait for anything.
            throw e;
        } catch (RpcException e) {
            refuse(response, Refusal.badRequest(null, e));
        } catch (RuntimeException e) {
            refuse(response, new Refusal(Status.UNAVAILABLE, null, Failures.toError(e)));
        }
    }

    @Override
    public String toString() {
        return "refusing -> " + next;
    }

    private static void refuse(HttpResponse response, Refusal refusal) {
        if (response.begun()) {
            return;
        }
        Message.Failure failure = new Message.Failure(refusal.id(), refusal.error());
        try {
            response.send(
                    refusal.status(),
                    Headers.of("Content-Type", "application/json").with(refusal.headers()),
                    JsonCodec.text(failure.toJson()).getBytes(StandardCharsets.UTF_8));
        } catch (ClientGone e) {
            // There is nobody to tell.
        }
    }
}
