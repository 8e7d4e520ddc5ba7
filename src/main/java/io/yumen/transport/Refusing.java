package io.yumen.transport;

import io.yumen.http.ClientGone;
import io.yumen.http.RequestRefused;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.RpcException;
import io.yumen.session.Failures;

/** The one place where what goes wrong in a transport over HTTP becomes a status: whatever is thrown below ends here. */
public final class Refusing implements HttpHandler {
    private final HttpHandler next;
    private final Authenticator authenticator;

    /**
     * That handler; what goes wrong in it becomes a status.
     *
     * @param authenticator is told of what is refused
     */
    public Refusing(HttpHandler next, Authenticator authenticator) {
        this.next = next;
        this.authenticator = authenticator;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        try {
            next.handle(request, response);
        } catch (Refusal e) {
            refuse(request, response, e);
        } catch (RequestRefused e) {
            refuse(request, response, new Refusal(e.status(), String.valueOf(e.getMessage())));
        } catch (ClientGone e) {
            // There is nobody to tell, and the connection must not wait for anything.
            throw e;
        } catch (RpcException e) {
            refuse(request, response, Refusal.badRequest(null, e));
        } catch (RuntimeException e) {
            refuse(request, response, new Refusal(Status.UNAVAILABLE, null, Failures.toError(e)));
        }
    }

    @Override
    public String toString() {
        return "refusing -> " + next;
    }

    private void refuse(HttpRequest request, HttpResponse response, Refusal refusal) {
        authenticator.refused(request, "", refusal);
        if (!response.begun()) {
            refusal.sendTo(response);
        }
    }
}
