package io.yumen.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The error object of a JSON-RPC response: a code of {@link ErrorCode}, one sentence, and data that the code defines.
 *
 * @param origin whose error it is; it does not travel
 */
public record RpcError(int code, String message, @Nullable JsonNode data, Origin origin) {
    public RpcError(int code, String message) {
        this(code, message, null);
    }

    public RpcError(int code, String message, @Nullable JsonNode data) {
        this(code, message, data, Origin.GATEWAY);
    }

    /** Whose error one is. */
    public enum Origin {
        /** This process says so. */
        GATEWAY,
        /** A peer does: what it says of access and of rates is of its own, and must not pass for ours. */
        PEER
    }

    /** Whether it is that error, and this process says so. */
    public boolean isOwn(int which) {
        return code == which && origin == Origin.GATEWAY;
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
        return new RpcError(code, message, node.get("data"), Origin.PEER);
    }
}
