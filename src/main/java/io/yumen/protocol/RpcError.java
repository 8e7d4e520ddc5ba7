package io.yumen.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The error object of a JSON-RPC response: a code of {@link ErrorCode}, one sentence, and data that the code defines. */
public record RpcError(int code, String message, @Nullable JsonNode data) {
    public RpcError(int code, String message) {
        this(code, message, null);
    }

    public ObjectNode toJson() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", code).put("message", message);
        if (data != null) {
            error.set("data", data);
        }
        return error;
    }

    /** Reads an error object leniently: a peer that reports its failure badly has still failed. */
    public static RpcError read(JsonNode node) {
        int code = node.path("code").asInt(ErrorCode.INTERNAL_ERROR);
        String message = node.path("message").asString("The peer reported an error without a message");
        return new RpcError(code, message, node.get("data"));
    }
}
