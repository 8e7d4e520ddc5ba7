package io.yumen.channel;

/** A client came back with a cursor after which not everything is kept: it must begin anew. */
public final class CursorLost extends Exception {
    private static final long serialVersionUID = 1;

    CursorLost(long cursor, long forgotten, long last) {
        super(
                "What came after message " + cursor + " is not all kept here, only what came after " + forgotten
                        + ", up to " + last + "; begin a new connection",
                null,
                false,
                false);
    }
}
