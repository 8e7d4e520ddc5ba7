package io.yumen.backend;

import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Handler;
import io.yumen.tenant.Access;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * One server as the hub sees it: always there, whatever state the server is in. Requests for a server that cannot answer
 * fail with an error that names it. Connections (shared, one a client, one a principal) are opened behind it as needed.
 */
public interface Backend extends Handler, AutoCloseable {
    /** The server's name in the configuration. */
    String name();

    /** What state the server is in now. */
    ServerState state();

    /** Whether that is one in which the server answers; takes less to say than the state itself. */
    default boolean isUp() {
        return state() instanceof ServerState.Up;
    }

    /**
     * Which connection that caller's requests take. What one caller saw may be shown to another under the same key. Cheap,
     * and the same for as long as the backend lives, except that it may widen to {@code SHARED} once the server's era is
     * known. It is {@link ScopeKey#SHARED} itself (not an equal of it) where everybody
     * shares.
     */
    ScopeKey scopeOf(Caller caller);

    /**
     * Whether the gateway itself says that in the server's place: an entry of a list, or a description. What the server says in
     * the same words is no different.
     */
    default boolean isOwn(ObjectNode said) {
        return false;
    }

    /** Registers who hears that lists have changed or that the state has; one listener, set before the first request. */
    void listen(BackendEvents events);

    /** Releases what is kept for a client's session that has ended. */
    void sessionEnded(ClientKey.Session session);

    /** Forgets what the server was let know of those whose credentials have ended. */
    default void accessEnded(Predicate<Access> ended) {}

    /** Ends the connections of that scope, whose right has ended: the next request opens another. */
    default void scopeEnded(ScopeKey scope) {}

    /** What an operator may do to the server, and see of it. */
    Control control();

    /** Ends all connections and child processes. Idempotent; waits until they are gone, within the shutdown limit. */
    @Override
    void close();
}
