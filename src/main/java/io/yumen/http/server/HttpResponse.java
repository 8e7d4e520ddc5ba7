package io.yumen.http.server;

import io.yumen.http.Headers;

/** The one response to a request: either {@link #send} or {@link #stream}, once. */
public interface HttpResponse {
    /**
     * Sends a whole response in one write. {@code Content-Length} and {@code Date} are added.
     *
     * @throws io.yumen.http.ClientGone when the client is not there any more
     * @throws IllegalStateException when a response was sent already
     */
    void send(int status, Headers headers, byte[] body);

    /** Sends a response without a body. */
    default void send(int status) {
        send(status, Headers.none(), new byte[0]);
    }

    /**
     * Begins an event stream: sends the head at once, with {@code Content-Type: text/event-stream} and {@code
     * Cache-Control: no-store} unless the headers name others. The stream ends when it is closed or the handler
     * returns.
     *
     * @throws io.yumen.http.ClientGone when the client is not there any more
     * @throws IllegalStateException when a response was sent already
     */
    EventStream stream(int status, Headers headers);

    /** Whether a response was begun. */
    boolean begun();
}
