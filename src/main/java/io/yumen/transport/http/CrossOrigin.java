package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.transport.Status;
import java.util.regex.Pattern;

/**
 * Lets pages of other origins read our answers, as the Fetch standard's CORS protocol has it: preflights are answered
 * here, and every other answer names the page's origin. Stands behind {@link HostGuard}, which lets only allowed origins
 * come this far. Cookies are no part of it: credentials travel in headers that a page has to know.
 */
public final class CrossOrigin implements HttpHandler {
    private static final String REQUESTED_METHOD = "Access-Control-Request-Method";
    private static final String REQUESTED_HEADERS = "Access-Control-Request-Headers";
    private static final String ALLOWED_METHODS = "GET, POST, DELETE";
    private static final String USUAL_HEADERS =
            "Content-Type, Accept, Authorization, X-API-Key, Last-Event-ID, MCP-Protocol-Version, Mcp-Session-Id, X-Connection-Id, Mcp-Method, Mcp-Name";
    private static final String READABLE_HEADERS =
            "Mcp-Session-Id, MCP-Protocol-Version, X-Connection-Id, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate";
    private static final String MAX_AGE_SECONDS = "600";

    /** Names of headers ({@code Mcp-Param-*} cannot be listed beforehand). */
    private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1024}");

    private final HttpHandler next;

    public CrossOrigin(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        String origin = request.headers().find("Origin");
        if (origin == null) {
            next.handle(request, response);
        } else if (request.method().equals("OPTIONS") && request.headers().has(REQUESTED_METHOD)) {
            response.send(Status.NO_CONTENT, preflight(request.headers(), origin), new byte[0]);
        } else {
            next.handle(request, new MarkedResponse(response, readable(origin)));
        }
    }

    @Override
    public String toString() {
        return "cross-origin answers -> " + next;
    }

    private static Headers preflight(Headers requested, String origin) {
        String names = requested
                .first(REQUESTED_HEADERS)
                .filter(value -> HEADER_NAMES.matcher(value).matches())
                .orElse(USUAL_HEADERS);
        return Headers.of(
                "Access-Control-Allow-Origin", origin,
                "Access-Control-Allow-Methods", ALLOWED_METHODS,
                "Access-Control-Allow-Headers", names,
                "Access-Control-Max-Age", MAX_AGE_SECONDS,
                "Vary", "Origin, " + REQUESTED_METHOD + ", " + REQUESTED_HEADERS);
    }

    private static Headers readable(String origin) {
        return Headers.of(
                "Access-Control-Allow-Origin", origin,
                "Access-Control-Expose-Headers", READABLE_HEADERS,
                "Vary", "Origin");
    }
}
