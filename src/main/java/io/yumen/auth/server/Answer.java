package io.yumen.auth.server;

import io.yumen.http.Headers;
import io.yumen.http.HtmlPage;
import io.yumen.protocol.JsonCodec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What goes back. */
@SuppressWarnings("ArrayRecordComponent") // bytes for the wire, never compared
record Answer(int status, Headers headers, byte[] body) {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int TOO_MANY = 429;
    static final int UNAVAILABLE = 503;

    private static final int SEE_OTHER = 303;
    private static final Headers JSON = Headers.of(
            "Content-Type", "application/json",
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff");

    static Answer page(HtmlPage page) {
        return new Answer(page.status(), page.headers(), page.bytes());
    }

    static Answer json(int status, ObjectNode document) {
        return new Answer(status, JSON, JsonCodec.bytes(document));
    }

    /** A refusal as OAuth has it (RFC 6749 section 5.2). */
    static Answer refusal(RefusedException refused) {
        int status = refused.code().equals("invalid_client") ? UNAUTHORIZED : BAD_REQUEST;
        return json(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error", refused.code())
                        .put("error_description", refused.text()));
    }

    /** The browser goes on there, with GET, and tells nobody where it was. */
    static Answer goOn(String place) {
        return new Answer(
                SEE_OTHER,
                Headers.of("Location", place, "Referrer-Policy", "no-referrer", "Cache-Control", "no-store"),
                new byte[0]);
    }

    static Answer notAllowed(String allowed) {
        return new Answer(NOT_ALLOWED, Headers.of("Allow", allowed), new byte[0]);
    }

    Answer with(Headers more) {
        return new Answer(status, headers.with(more), body);
    }

    /** That URI with more in its query; what has no value is left out. */
    static String extended(String uri, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return uri + (uri.contains("?") ? "&" : "?") + query;
    }

    /** Says nothing of what is in it: tokens are. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
