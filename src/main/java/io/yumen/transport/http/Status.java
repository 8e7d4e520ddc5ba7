package io.yumen.transport.http;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;

/** The status codes of HTTP that this transport sends, and the one that goes with a response of the modern era. */
final class Status {
    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int NO_CONTENT = 204;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int NOT_ACCEPTABLE = 406;
    static final int CONFLICT = 409;
    static final int UNSUPPORTED_MEDIA_TYPE = 415;
    static final int TOO_MANY_REQUESTS = 429;
    static final int UNAVAILABLE = 503;

    private Status() {}

    /** The status of a response that is sent as one JSON document (2026-07-28, "Streamable HTTP"). */
    static int of(Message.Response response) {
        if (!(response instanceof Message.Failure failure)) {
            return OK;
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
}
