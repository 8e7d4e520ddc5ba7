package io.yumen.transport;

import io.yumen.http.Headers;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;

/** The status codes of HTTP that these transports send, and the one that goes with a response of the modern era. */
public final class Status {
    public static final int OK = 200;
    public static final int ACCEPTED = 202;
    public static final int NO_CONTENT = 204;
    public static final int BAD_REQUEST = 400;
    public static final int UNAUTHORIZED = 401;
    public static final int NOT_FOUND = 404;
    public static final int METHOD_NOT_ALLOWED = 405;
    public static final int NOT_ACCEPTABLE = 406;
    public static final int CONFLICT = 409;
    public static final int GONE = 410;
    public static final int UNSUPPORTED_MEDIA_TYPE = 415;
    public static final int TOO_MANY_REQUESTS = 429;
    public static final int UNAVAILABLE = 503;

    private Status() {}

    /** The status of a response that is sent as one JSON document (2026-07-28, "Streamable HTTP"). */
    public static int of(Message.Response response) {
        if (!(response instanceof Message.Failure failure)) {
            return OK;
        }
        if (isTooMany(response)) {
            return TOO_MANY_REQUESTS;
        }
        if (isOf(response, ErrorCode.ACCESS_ENDED)) {
            return UNAUTHORIZED;
        }
        return switch (failure.error().code()) {
            case ErrorCode.METHOD_NOT_FOUND -> NOT_FOUND;
            case ErrorCode.HEADER_MISMATCH,
                    ErrorCode.MISSING_CLIENT_CAPABILITY,
                    ErrorCode.UNSUPPORTED_PROTOCOL_VERSION,
                    ErrorCode.PARSE_ERROR,
                    ErrorCode.INVALID_REQUEST -> BAD_REQUEST;
            default -> OK;
        };
    }

    /** The status of a response of the legacy era: its errors are answers, but for those that proxies and clients act on by the status. */
    public static int ofLegacy(Message.Response response) {
        if (isTooMany(response)) {
            return TOO_MANY_REQUESTS;
        }
        return isOf(response, ErrorCode.ACCESS_ENDED) ? UNAUTHORIZED : OK;
    }

    /** What HTTP says beside such a response. */
    public static Headers headers(Message.Response response) {
        if (isOf(response, ErrorCode.ACCESS_ENDED)) {
            return Headers.of("WWW-Authenticate", "Bearer realm=\"yumen\", error=\"invalid_token\"");
        }
        if (!isTooMany(response)
                || !(response instanceof Message.Failure failure)
                || failure.error().data() == null) {
            return Headers.none();
        }
        long seconds = failure.error().data().path("retryAfterSeconds").asLong(1);
        return Headers.of("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    private static boolean isTooMany(Message.Response response) {
        return isOf(response, ErrorCode.TOO_MANY_REQUESTS);
    }

    /** A server that is relayed cannot log a client of ours out, nor send its user to log in. */
    private static boolean isOf(Message.Response response, int code) {
        return response instanceof Message.Failure failure && failure.error().isOwn(code);
    }
}
