package io.yumen.protocol;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The id of a JSON-RPC request: a string or an integer, never null (MCP base protocol, "Requests"). The number 1 and the
 * string "1" are two different ids.
 */
public sealed interface RequestId {
    /** An id that is a string. */
    record Text(String value) implements RequestId {
        @Override
        public JsonNode toJson() {
            return JsonNodeFactory.instance.stringNode(value);
        }
    }

    /** An id that is an integer of at most 64 bits. */
    record Whole(long value) implements RequestId {
        @Override
        public JsonNode toJson() {
            return JsonNodeFactory.instance.numberNode(value);
        }
    }

    JsonNode toJson();

    static RequestId of(long value) {
        return new Whole(value);
    }

    static RequestId of(String value) {
        return new Text(value);
    }

    /** Reads an id; empty where it is neither a string nor a 64-bit integer. */
    static Optional<RequestId> tryRead(JsonNode node) {
        if (node.isString()) {
            return Optional.of(new Text(node.stringValue()));
        }
        return node.isIntegralNumber() && node.canConvertToLong()
                ? Optional.of(new Whole(node.longValue()))
                : Optional.empty();
    }

    /**
     * Reads an id.
     *
     * @throws RpcException with {@link ErrorCode#INVALID_REQUEST} when it is neither a string nor a 64-bit integer
     */
    static RequestId read(JsonNode node) {
        return tryRead(node)
                .orElseThrow(() -> RpcException.invalidRequest(
                        "The id of a request is a string or a 64-bit integer, not " + PlainText.echo(node.toString())));
    }
}
