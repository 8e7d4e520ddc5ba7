package io.yumen.backend;

/** What a connection tells by itself, outside of any request. Calls must not block. */
public interface ConnectionEvents {
    void listChanged(ListKind list);

    /** The connection has ended by itself (not by {@link Connection#close}), for that reason. */
    void closed(String reason);
}
