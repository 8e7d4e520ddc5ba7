package io.yumen.backend.link;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message;
import io.yumen.tenant.Access;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages to one server and back, over a pipe or over HTTP, and knows nothing of what they mean beyond JSON-RPC
 * and cancellation. Connections of either era stand on it. Safe for many threads.
 */
public interface Link extends AutoCloseable {
    /**
     * Sends a request and waits for its answer; only the call's cancellation bounds the wait. Messages that belong to the
     * call are handed over on this thread, in their order and before the answer. A call that is cancelled is
     * cancelled at the server too, in the way of the transport.
     *
     * @throws io.yumen.protocol.RpcException the cause of the cancellation
     * @throws DeliveryException when there was no answer
     */
    Message.Response request(Call call);

    /**
     * Hands a message to a call under way as if it had come with it. Where the call is over, or more messages wait for it
     * than it may have, the message is dropped and counted.
     */
    void relate(Call call, Message message);

    /**
     * Sends a notification or a response of the connection's own.
     *
     * @throws DeliveryException when it could not be sent
     */
    default void send(Message message) {
        send(message, null);
    }

    /**
     * The same, which belongs to the call of that one; null where it is the connection's own.
     *
     * @throws DeliveryException when it could not be sent
     */
    void send(Message message, @Nullable Access by);

    /** Sets who hears what belongs to no call; one listener, set before the first message that may cause one. */
    void listen(Events events);

    boolean isOpen();

    /** Whether messages of the server come with the call that they belong to (HTTP), or all on one stream (pipes). */
    boolean tellsCallsApart();

    /** Ends it; requests under way fail. Idempotent. */
    @Override
    void close();

    /**
     * A request on its way.
     *
     * @param request the request; its id is unique among those of the link
     * @param related hears the messages that belong to the call
     * @param cancellation ends the wait
     * @param by whose call it is, for links that speak by the right of their callers; null where it is the connection's own
     */
    record Call(
            Message.Request request,
            Inbox related,
            Cancellation cancellation,
            @Nullable Access by) {
        /** One that the connection makes by itself. */
        public Call(Message.Request request, Inbox related, Cancellation cancellation) {
            this(request, related, cancellation, null);
        }
    }

    /** Takes messages, one at a time and in their order. */
    @FunctionalInterface
    interface Inbox {
        /** An inbox that lets everything fall. */
        Inbox NONE = message -> {};

        void receive(Message message);
    }

    /** What a link tells by itself. Calls must not block: they hold up all that the server sends. */
    interface Events extends Inbox {
        /** The link has ended, not by {@link Link#close}. */
        void closed(String reason);
    }
}
