package io.yumen.session.legacy;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcError;
import tools.jackson.databind.JsonNode;

/** Says errors of the modern era in terms of the legacy one. */
final class LegacyErrors {
    private LegacyErrors() {}

    static RpcError translate(RpcError error, String method, Revision revision) {
        return switch (error.code()) {
            case ErrorCode.INVALID_PARAMS ->
                isNotFound(error, method)
                        ? new RpcError(ErrorCode.RESOURCE_NOT_FOUND, error.message(), error.data())
                        : error;
            case ErrorCode.MISSING_CLIENT_CAPABILITY ->
                new RpcError(
                        ErrorCode.INVALID_REQUEST,
                        "This needs something that the client did not declare in initialize: " + needed(error));
            case ErrorCode.HEADER_MISMATCH, ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                new RpcError(
                        ErrorCode.INTERNAL_ERROR,
                        "The gateway and the server behind it do not understand each other: " + error.message());
            case ErrorCode.URL_ELICITATION_REQUIRED ->
                revision.isAtLeast(Revision.V2025_11_25)
                        ? error
                        : new RpcError(ErrorCode.INTERNAL_ERROR, error.message(), error.data());
            default -> error;
        };
    }

    private static boolean isNotFound(RpcError error, String method) {
        JsonNode data = error.data();
        return method.equals(Methods.RESOURCES_READ) && data != null && data.has("uri");
    }

    private static String needed(RpcError error) {
        JsonNode data = error.data();
        if (data == null || !data.path("requiredCapabilities").isObject()) {
            return error.message();
        }
        return String.join(", ", data.path("requiredCapabilities").propertyNames());
    }
}
