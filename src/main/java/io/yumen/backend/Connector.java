package io.yumen.backend;

import io.yumen.protocol.ClientCapabilities;

/** Opens connections to one server: over HTTP, to a child process, or to a built-in service. Safe for many threads. */
@FunctionalInterface
public interface Connector {
    /**
     * Opens a connection and finds out which era the server speaks. The thread is interrupted when nobody wants the
     * connection any more: then it is given up soon, and the thread stays interrupted.
     *
     * @throws ConnectException when it cannot be opened; the message says why and what to do
     */
    Connection connect(ConnectRequest request);

    /** Whether its connections are worth being asked from time to time for what is wrong ({@link Connection#trouble}). */
    default boolean tellsTrouble() {
        return false;
    }

    /**
     * What a connection is opened for.
     *
     * @param capabilities what the server may ask of those who share the connection (a legacy server learns it now, and
     *     only now)
     * @param scope whose connection it is
     * @param events hears what the server tells outside of any request
     */
    record ConnectRequest(ClientCapabilities capabilities, ScopeKey scope, ConnectionEvents events) {}
}
