package io.yumen.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON-RPC 2.0 message as MCP uses it. Parameters and results are trees, carried as they came. Trees are shared, not
 * copied: whoever changes one owns it.
 */
public sealed interface Message {
    /** The message as a tree, ready for the wire. */
    ObjectNode toJson();

    /** A request; {@code params} is an empty object where the sender left it out. */
    record Request(RequestId id, String method, ObjectNode params) implements Message {
        @Override
        public ObjectNode toJson() {
            ObjectNode json = envelope();
            json.set("id", id.toJson());
            json.put("method", method);
            return withParams(json, params);
        }
    }

    /** A notification; {@code params} is an empty object where the sender left it out. */
    record Notification(String method, ObjectNode params) implements Message {
        @Override
        public ObjectNode toJson() {
            return withParams(envelope().put("method", method), params);
        }
    }

    /** The answer to a request. */
    sealed interface Response extends Message {
        /** The id of the request that it answers, or null where the request was too broken to have one. */
        @Nullable
        RequestId id();
    }

    /** A response that carries a result. */
    record Result(RequestId id, ObjectNode result) implements Response {
        @Override
        public ObjectNode toJson() {
            ObjectNode json = envelope();
            json.set("id", id.toJson());
            json.set("result", result);
            return json;
        }
    }

    /** A response that carries an error. */
    record Failure(@Nullable RequestId id, RpcError error) implements Response {
        @Override
        public ObjectNode toJson() {
            ObjectNode json = envelope();
            json.set("id", id == null ? JsonNodeFactory.instance.nullNode() : id.toJson());
            json.set("error", error.toJson());
            return json;
        }
    }

    private static ObjectNode envelope() {
        return JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    }

    private static ObjectNode withParams(ObjectNode json, ObjectNode params) {
        if (!params.isEmpty()) {
            json.set("params", params);
        }
        return json;
    }
}
