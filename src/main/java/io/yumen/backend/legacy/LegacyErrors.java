package io.yumen.backend.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says what a legacy server's errors mean in the modern era. */
final class LegacyErrors {
    private LegacyErrors() {}

    static RpcException translate(Exchange exchange, RpcError error) {
        return error.code() == ErrorCode.RESOURCE_NOT_FOUND ? notFound(exchange, error) : new RpcException(error);
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
