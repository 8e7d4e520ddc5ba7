package io.yumen.exchange;

import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way back to a client while one of its requests is under way. Safe for many threads.
 *
 * <p>Implemented at the edge, once an era; handlers wrap it to rewrite what passes.
 */
public interface Client {
    /**
     * Tells the client something that belongs to the request: progress, a log message, or, on
     * {@code subscriptions/listen}, a change. What the client may not see (a log message that it did not ask for) is
     * dropped here, and so is everything after the client has gone; it never fails and waits only as long as the edge's
     * write limit.
     */
    void notify(Message.Notification notification);

    /**
     * Asks the client for input and waits for the answer: a virtual thread is the continuation.
     *
     * @return the client's answer, whatever it says (a refused elicitation is an answer)
     * @throws RpcException when the client cannot be asked that, answered with an error, did not answer in time, or has
     *     gone
     */
    ObjectNode ask(InputRequest request);

    /**
     * Lets the client go on without the stream that it waits on for this request, where it can come back for the answer
     * (2025-11-25, "SSE polling"); else does nothing. For work that takes long and has nothing to say meanwhile.
     */
    default void release() {}

    /**
     * Says that the work on this request waits by a limit of its own, at most that long from now: the time in which an answer is
     * expected begins after that. Only work within our own process says so; the request still ends with its cancellation.
     */
    default void waits(Duration longest) {}

    /** Whether nobody is there: nothing that is told is heard, and every question fails. */
    default boolean isSilent() {
        return false;
    }

    /** This client, its questions passing that on their way. */
    default Client asking(Asker asker) {
        return new WatchedClient(this, asker);
    }

    /** A client that hears nothing and can be asked nothing: for requests that Yumen makes by itself. */
    static Client silent() {
        return SilentClient.INSTANCE;
    }
}
