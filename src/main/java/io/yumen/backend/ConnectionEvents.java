package io.yumen.backend;

/** What a connection tells by itself, outside of any request. Calls must not block. */
public interface ConnectionEvents {
    void listChanged(ListKind list);

    /** A process that the connection stands on wrote that line to standard error; it is fit for a terminal. */
    default void complained(String line) {}

    /** The connection has ended by itself (not by {@link Connection#close}), for that reason. */
    void closed(String reason);
}
