package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpResponse;

/** A response whose head says more than its handler does; what a page may do with a WebSocket does not depend on it. */
final class MarkedResponse extends HttpResponse.Relayed {
    private final Headers added;

    MarkedResponse(HttpResponse response, Headers added) {
        super(response);
        this.added = added;
    }

    @Override
    protected Headers headers(int status, Headers headers) {
        // What a handler says itself stands.
        Headers marked = headers;
        for (int i = 0; i < added.size(); i++) {
            if (!headers.has(added.nameAt(i))) {
                marked = marked.with(added.nameAt(i), added.valueAt(i));
            }
        }
        return marked;
    }
}
