package io.yumen.http.server;

/**
 * Answers requests. Called on the virtual thread of the connection; it may block as long as it needs.
 *
 * <p>It sends one response before it returns. When it returns without one, or throws, the client gets a 500 and the
 * log the reason; {@link io.yumen.http.RequestRefused} becomes its status. When the client has left, none of this
 * matters: the handler just returns or throws, and the connection is closed.
 */
@FunctionalInterface
public interface HttpHandler {
    /** Handles one request. */
    void handle(HttpRequest request, HttpResponse response);
}
