package io.yumen.hub.lists;

import io.yumen.backend.ScopeKey;

/** Hears what becomes of lists. Calls must not block. */
public interface ListEvents {
    /**
     * A list came in that differs from what was handed out before: its server was late or down, or its content changed.
     */
    void arrived(String server, Listing listing, ScopeKey scope);

    /** A list was read from its server, or could not be; the reason is empty where it was. */
    void read(String server, String method, String failure);

    /** A list was asked for that need not be read. */
    void served(String server, Listing listing);

    /** A list was asked for that must be read first. */
    void missed(String server, Listing listing);
}
