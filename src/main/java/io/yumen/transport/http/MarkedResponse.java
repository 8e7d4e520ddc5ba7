package io.yumen.transport.http;

import io.yumen.http.Duplex;
import io.yumen.http.Headers;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpResponse;

/** A response whose head says more than its handler does. */
record MarkedResponse(HttpResponse response, Headers added) implements HttpResponse {
    @Override
    public void send(int status, Headers headers, byte[] body) {
        response.send(status, marked(headers), body);
    }

    @Override
    public EventStream stream(int status, Headers headers) {
        return response.stream(status, marked(headers));
    }

    @Override
    public EventStream lastStream(int status, Headers headers) {
        return response.lastStream(status, marked(headers));
    }

    /** What a page may do with a WebSocket does not depend on headers. */
    @Override
    public Duplex upgrade(Headers headers) {
        return response.upgrade(headers);
    }

    @Override
    public boolean begun() {
        return response.begun();
    }

    /** What a handler says itself stands. */
    private Headers marked(Headers headers) {
        Headers marked = headers;
        for (int i = 0; i < added.size(); i++) {
            if (!headers.has(added.nameAt(i))) {
                marked = marked.with(added.nameAt(i), added.valueAt(i));
            }
        }
        return marked;
    }
}
