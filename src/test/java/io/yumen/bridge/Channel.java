package io.yumen.bridge;

import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries the messages of one client to the gateway and back. What comes in goes to the sink that the channel was made
 * with, on a thread of the channel.
 */
interface Channel extends AutoCloseable {
    /** Sends a message; does not wait for the answer. */
    void send(ObjectNode message);

    /** Gives up a request that was sent, in the way of the transport. */
    default void cancel(ObjectNode request) {
        ObjectNode params = Trees.object().put("reason", "not needed any more");
        params.set("requestId", request.path("id"));
        send(Trees.message("notifications/cancelled", params));
    }

    /** Is told what {@code initialize} was answered with, before anything else is sent. */
    default void initialized(ObjectNode result) {}

    /** Breaks what the answer to that request comes on. */
    default void breakStream(ObjectNode request) {
        throw new UnsupportedOperationException("This dialect has no streams that break");
    }

    /** Comes back for what a broken stream would have brought. */
    default void resume(ObjectNode request) {
        throw new UnsupportedOperationException("This dialect has no streams that are resumed");
    }

    @Override
    void close();

    /** Opens a channel. */
    @FunctionalInterface
    interface Opener {
        Channel open(Consumer<ObjectNode> sink);
    }
}
