package io.yumen.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON-RPC messages. Strict where a lenient reader would let two readers see two messages. */
public final class MessageCodec {
    private final JsonCodec json;

    public MessageCodec(JsonLimits limits) {
        json = new JsonCodec(limits);
    }

    /**
     * Reads one message.
     *
     * @throws RpcException with {@link ErrorCode#PARSE_ERROR} when it is no JSON, and {@link ErrorCode#INVALID_REQUEST}
     *     when it is no JSON-RPC message
     */
    public Message read(byte[] bytes) {
        return message(json.read(bytes));
    }

    /**
     * Reads a message or, where the tree is an array, a batch of them (revision 2025-03-26 only; the caller decides
     * whether that is allowed).
     *
     * @throws RpcException as {@link #read} does, also for an empty batch
     */
    public Packet readPacket(byte[] bytes) {
        return packet(json.read(bytes));
    }

    public byte[] write(Message message) {
        return JsonCodec.bytes(message.toJson());
    }

    /** What came in one piece: a message, or a batch of them. */
    public sealed interface Packet {
        /** The usual case. */
        record Single(Message message) implements Packet {}

        /** Several messages in one array; at least one. */
        record Batch(List<Message> messages) implements Packet {
            public Batch {
                messages = List.copyOf(messages);
            }
        }
    }

    /**
     * Makes a message, or a batch of them, of a tree that is read already.
     *
     * @throws RpcException as {@link #readPacket} does
     */
    public static Packet packet(JsonNode tree) {
        if (!tree.isArray()) {
            return new Packet.Single(message(tree));
        }
        if (tree.isEmpty()) {
            throw RpcException.invalidRequest("A batch has at least one message");
        }
        List<Message> messages = new ArrayList<>(tree.size());
        tree.forEach(node -> messages.add(message(node)));
        return new Packet.Batch(messages);
    }

    /**
     * Makes a message of a tree that is read already.
     *
     * @throws RpcException with {@link ErrorCode#INVALID_REQUEST} when it is no JSON-RPC message
     */
    public static Message message(JsonNode tree) {
        if (!(tree instanceof ObjectNode object)) {
            throw RpcException.invalidRequest("A message is a JSON object");
        }
        JsonNode version = object.path("jsonrpc");
        if (!version.isString() || !version.stringValue().equals("2.0")) {
            throw RpcException.invalidRequest("A message has \"jsonrpc\": \"2.0\"");
        }
        return object.has("method") ? call(object) : response(object);
    }

    private static Message call(ObjectNode object) {
        JsonNode method = object.path("method");
        if (!method.isString() || method.stringValue().isEmpty()) {
            throw RpcException.invalidRequest("The method of a message is a non-empty string");
        }
        if (object.has("result") || object.has("error")) {
            throw RpcException.invalidRequest("A message is either a request or a response, not both");
        }
        JsonNode id = object.get("id");
        ObjectNode params = params(object.get("params"));
        return id == null
                ? new Message.Notification(method.stringValue(), params)
                : new Message.Request(RequestId.read(id), method.stringValue(), params);
    }

    private static ObjectNode params(@Nullable JsonNode params) {
        if (params == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (params instanceof ObjectNode object) {
            return object;
        }
        throw RpcException.invalidRequest("The params of a message are a JSON object");
    }

    private static Message response(ObjectNode object) {
        JsonNode result = object.get("result");
        JsonNode error = object.get("error");
        if ((result == null) == (error == null)) {
            throw RpcException.invalidRequest("A message has a method, or either a result or an error");
        }
        JsonNode id = object.get("id");
        if (error != null) {
            return new Message.Failure(id == null || id.isNull() ? null : RequestId.read(id), RpcError.read(error));
        }
        if (id == null || !(result instanceof ObjectNode tree)) {
            throw RpcException.invalidRequest("A response has an id, and its result is a JSON object");
        }
        return new Message.Result(RequestId.read(id), tree);
    }
}
