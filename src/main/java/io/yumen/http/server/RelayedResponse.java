package io.yumen.http.server;

import io.yumen.http.Duplex;
import io.yumen.http.Headers;

/** A response that is another one, but for its headers. */
public abstract class RelayedResponse implements HttpResponse {
    private final HttpResponse response;

    protected RelayedResponse(HttpResponse response) {
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
