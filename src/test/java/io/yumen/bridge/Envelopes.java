package io.yumen.bridge;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The envelopes of one client. */
final class Envelopes {
    private final Consumer<ObjectNode> sink;
    private final AtomicLong sent = new AtomicLong();
    private volatile String connection = "";

    Envelopes(Consumer<ObjectNode> sink) {
        this.sink = sink;
    }

    /** The id of the connection, as {@code init} said it. */
    String connection() {
        return connection;
    }

    ObjectNode wrap(ObjectNode message) {
        ObjectNode envelope = Trees.object()
                .put("type", message.has("method") ? "request" : "response")
                .put("id", "peer-" + sent.incrementAndGet())
                .put("timestamp", System.currentTimeMillis());
        envelope.set("data", message);
        return envelope;
    }

    /** Hands on the message of an envelope; returns the pong that is to be sent, if it is a ping. */
    Optional<ObjectNode> receive(String text) {
        ObjectNode envelope = (ObjectNode) JsonMapper.shared().readTree(text);
        String id = envelope.path("id").asString();
        switch (envelope.path("type").asString()) {
            case "init" -> connection = id;
            case "ping" -> {
                return Optional.of(Trees.object().put("type", "pong").put("id", id));
            }
            case "request", "response" -> sink.accept((ObjectNode) envelope.path("data"));
            default -> throw new AssertionError("Came: " + envelope);
        }
        return Optional.empty();
    }
}
