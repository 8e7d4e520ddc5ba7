package io.yumen.admin;

import io.yumen.auth.Denial;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which operators are answered. */
final class Answers {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int UNSUPPORTED_MEDIA_TYPE = 415;
    static final int INTERNAL_ERROR = 500;
    static final int UNAVAILABLE = 503;

    private Answers() {}

    static void json(HttpResponse response, int status, ObjectNode body) {
        json(response, status, Headers.none(), body);
    }

    private static void json(HttpResponse response, int status, Headers more, ObjectNode body) {
        byte[] bytes = (body.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.of("Content-Type", "application/json", "Cache-Control", "no-store");
        response.send(status, headers.with(more), bytes);
    }

    static void text(HttpResponse response, int status, String text) {
        response.send(
                status, Headers.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** A failure: a code that programs know, and what to do in words. */
    static void failure(HttpResponse response, int status, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", message);
        json(response, status, body);
    }

    /** Tells one who may not come in. */
    static void denied(HttpResponse response, Denial denial) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String code = denial.reason().name().toLowerCase(Locale.ROOT);
        body.putObject("error").put("code", code).put("message", denial.message());
        json(response, denial.reason().status(), denial.headers(), body);
    }

    /** Whether the body says that it is JSON, which no page can send without being asked first; answers where it does not. */
    static boolean hasJson(HttpRequest request, HttpResponse response) {
        boolean says = request.header("Content-Type")
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
        if (!says) {
            failure(
                    response,
                    UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "The Content-Type of an order is application/json");
        }
        return says;
    }

    static void methodNotAllowed(HttpResponse response, String allowed) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", "method_not_allowed").put("message", "Here there is " + allowed);
        json(response, METHOD_NOT_ALLOWED, Headers.of("Allow", allowed), body);
    }
}
