package io.yumen.backend;

/** What a backend tells the hub by itself. Calls must not block. */
public interface BackendEvents {
    /** One of the server's lists is different now, for the callers that share that scope. */
    void listChanged(String server, ListKind list, ScopeKey scope);

    /** A connection is open for the callers that share that scope, who have had none since they came or lost theirs. */
    void connected(String server, ScopeKey scope);

    /** The server has moved from one state to another. */
    void stateChanged(String server, ServerState state);
}
