package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;

/**
 * Has every answer tell browsers what it is not: another type than it says, a page that does or frames anything, something to keep.
 * One to a client over TLS tells them never to come without (RFC 6797). A handler that shows a page says so in headers of its own.
 */
public final class SafeAnswers implements HttpHandler {
    private static final Headers USUAL = Headers.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cache-Control", "no-store");

    /** A year. */
    private static final Headers ENCRYPTED = USUAL.with("Strict-Transport-Security", "max-age=31536000");

    private final HttpHandler next;

    public SafeAnswers(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        next.handle(request, new MarkedResponse(response, request.secure() ? ENCRYPTED : USUAL));
    }

    @Override
    public String toString() {
        return "safe answers -> " + next;
    }
}
