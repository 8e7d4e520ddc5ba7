package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpResponse;
import io.yumen.http.server.RelayedResponse;

/** A response with more headers; what a page may do with a WebSocket does not depend on them. */
final class MarkedResponse extends RelayedResponse {
    private final Headers added;

    MarkedResponse(HttpResponse response, Headers added) {
        super(response);
        this.added = added;
    }

    @Override
    protected Headers headers(int status, Headers headers) {
        return headers.with(added);
    }
}
