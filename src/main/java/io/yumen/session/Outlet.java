package io.yumen.session;

import io.yumen.protocol.Message;

/**
 * Where messages to a client leave: the stream of one request, or the general stream of a session. Implemented by
 * transports. Safe for many threads; messages leave in the order in which they were given.
 */
@FunctionalInterface
public interface Outlet {
    /** An outlet that nobody reads. */
    Outlet NOWHERE = message -> {};

    /**
     * Sends a message. What cannot be delivered is dropped, and so is everything after the final response; it never fails
     * and waits only as long as the transport's write limit.
     */
    void send(Message message);

    /** Ends the connection that carries this stream, where the client can come back for the rest; else does nothing. */
    default void release() {}
}
