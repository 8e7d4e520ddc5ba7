package io.yumen.backend.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.Era;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says what a legacy server's errors mean in the modern era. */
final class LegacyErrors {
    private LegacyErrors() {}

    static RpcException translate(LegacyCall call, RpcError error) {
        if (error.code() == ErrorCode.RESOURCE_NOT_FOUND) {
            return notFound(call.exchange(), error);
        }
        return call.refused()
                .filter(kind -> call.exchange().caller().revision().era() == Era.MODERN)
                .map(kind -> missing(kind, error))
                .orElseGet(() -> new RpcException(error));
    }

    /** An error that a legacy server gets in answer to what it asked: codes of the modern era mean nothing to it. */
    static RpcError ofAnswer(RpcError error) {
        return switch (error.code()) {
            case ErrorCode.MISSING_CLIENT_CAPABILITY -> new RpcError(ErrorCode.INVALID_PARAMS, error.message());
            case ErrorCode.HEADER_MISMATCH, ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                new RpcError(ErrorCode.INTERNAL_ERROR, error.message());
            default -> error;
        };
    }

    /** The call failed after its server had asked what the caller did not declare: that is the reason, most likely. */
    private static RpcException missing(InputKind kind, RpcError error) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("requiredCapabilities").putObject(kind.capability());
        return new RpcException(new RpcError(ErrorCode.MISSING_CLIENT_CAPABILITY, error.message(), data));
    }

    private static RpcException notFound(Exchange exchange, RpcError error) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (error.data() instanceof ObjectNode given) {
            data.setAll(given);
        }
        if (!data.has("uri") && exchange.params().path("uri").isString()) {
            data.set("uri", exchange.params().path("uri"));
        }
        return new RpcException(new RpcError(ErrorCode.INVALID_PARAMS, error.message(), data));
    }
}
