package io.yumen.admin;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which operators are answered. */
final class Answers {
    static final int OK = 200;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int UNSUPPORTED_MEDIA_TYPE = 415;
    static final int UNAVAILABLE = 503;

    private Answers() {}

    static void json(HttpResponse response, int status, ObjectNode body) {
        byte[] bytes = (body.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        response.send(status, Headers.of("Content-Type", "application/json"), bytes);
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

    static void methodNotAllowed(HttpResponse response, String allowed) {
        response.send(METHOD_NOT_ALLOWED, Headers.of("Allow", allowed), new byte[0]);
    }
}
