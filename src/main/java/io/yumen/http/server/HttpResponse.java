package io.yumen.http.server;

import io.yumen.http.Duplex;
import io.yumen.http.Headers;

/** The one response to a request: {@link #send}, {@link #stream} or {@link #upgrade}, once. */
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

    /**
     * Begins an event stream after which the connection serves no other request, so that the client need not wait for the
     * handler to return once the stream is closed.
     *
     * @throws io.yumen.http.ClientGone when the client is not there any more
     * @throws IllegalStateException when a response was sent already
     */
    EventStream lastStream(int status, Headers headers);

    /**
     * Switches the connection to the protocol that the headers name in {@code Upgrade}: sends status 101, and from then on the
     * connection is the handler's, until it returns. Its time limits are the handler's business too, except for writes.
     *
     * @throws io.yumen.http.RequestRefused 400 when the request has a body
     * @throws io.yumen.http.ClientGone when the client is not there any more
     * @throws IllegalStateException when a response was sent already
     */
    Duplex upgrade(Headers headers);

    /** Whether a response was begun. */
    boolean begun();

    /** A response that is another one, but for its headers. */
    abstract class Relayed implements HttpResponse {
        private final HttpResponse response;

        protected Relayed(HttpResponse response) {
            this.response = response;
        }

        /** The headers to send in place of those; called once, when the head is sent. */
        protected abstract Headers headers(int status, Headers headers);

        @Override
        public final void send(int status, Headers headers, byte[] body) {
            response.send(status, headers(status, headers), body);
        }

        @Override
        public final EventStream stream(int status, Headers headers) {
            return response.stream(status, headers(status, headers));
        }

        @Override
        public final EventStream lastStream(int status, Headers headers) {
            return response.lastStream(status, headers(status, headers));
        }

        @Override
        public final Duplex upgrade(Headers headers) {
            return response.upgrade(headers);
        }

        @Override
        public final boolean begun() {
            return response.begun();
        }
    }
}
