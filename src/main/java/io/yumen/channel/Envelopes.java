package io.yumen.channel;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The dialect that puts every message into an envelope of four keys: {@code type}, {@code id}, {@code timestamp} in
 * milliseconds since 1970, and {@code data}, which is the message unchanged. One for each channel: an answer goes out under
 * the id of the envelope that its request came in, or else {@code req_} and the id of the request. Safe for many threads.
 */
public final class Envelopes implements Dialect {
    /** How many requests that came in envelopes may wait for their answers; older ones are answered under another id. */
    private static final int MAX_WAITING = 1_024;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<RequestId, String> waiting = new LinkedHashMap<>();
    private long ours;

    public Envelopes(Clock clock) {
        this.clock = clock;
    }

    /** What a client may send. */
    public sealed interface Incoming {
        /**
         * Messages of the protocol.
         *
         * @param key the id of the envelope, by which one that is sent again is known; null where there was none
         */
        record Messages(@Nullable String key, MessageCodec.Packet packet) implements Incoming {}

        /** The client asks whether we are there. */
        record Ping(String id) implements Incoming {}

        /** The client says that it is there. */
        record Pong(String id) implements Incoming {}
    }

    /**
     * Reads what a client sent: an envelope, or messages without one.
     *
     * @throws RpcException where it is neither
     */
    public Incoming read(JsonNode tree) {
        if (!(tree instanceof ObjectNode object) || object.has("jsonrpc")) {
            return new Incoming.Messages(null, MessageCodec.packet(tree));
        }
        String id = object.path("id").asString("");
        if (id.isEmpty()) {
            throw RpcException.invalidRequest("An envelope has an id, a string");
        }
        return switch (object.path("type").asString("")) {
            case "request", "response", "error", "message" -> messages(id, object.path("data"));
            case "ping" -> new Incoming.Ping(id);
            case "pong" -> new Incoming.Pong(id);
            default ->
                throw RpcException.invalidRequest(
                        "The type of an envelope is request, response, error, ping or pong, not "
                                + JsonCodec.text(object.path("type")));
        };
    }

    @Override
    public String write(Message message) {
        return switch (message) {
            case Message.Request request -> write("request", ourId(), request.toJson());
            case Message.Notification notification -> write("request", ourId(), notification.toJson());
            case Message.Response response -> {
                RequestId id = response.id();
                yield id == null
                        ? write("error", ourId(), response.toJson())
                        : write("response", answered(id), response.toJson());
            }
        };
    }

    /** An envelope on one line. */
    public String write(String type, String id, ObjectNode data) {
        return JsonCodec.text(tree(type, id, data));
    }

    /** An envelope. */
    public ObjectNode tree(String type, String id, ObjectNode data) {
        ObjectNode envelope = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("id", id)
                .put("timestamp", clock.millis());
        envelope.set("data", data);
        return envelope;
    }

    private Incoming messages(String id, JsonNode data) {
        MessageCodec.Packet packet = MessageCodec.packet(data);
        if (packet instanceof MessageCodec.Packet.Single single
                && single.message() instanceof Message.Request request) {
            remember(request.id(), id);
        }
        return new Incoming.Messages(id, packet);
    }

    private void remember(RequestId request, String id) {
        lock.lock();
        try {
            waiting.put(request, id);
            if (waiting.size() > MAX_WAITING) {
                waiting.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    private String answered(RequestId request) {
        lock.lock();
        try {
            String id = waiting.remove(request);
            return id != null ? id : "req_" + request.toJson().asString();
        } finally {
            lock.unlock();
        }
    }

    private String ourId() {
        lock.lock();
        try {
            return "req_s" + ++ours;
        } finally {
            lock.unlock();
        }
    }
}
