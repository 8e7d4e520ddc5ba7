package io.yumen.hub.members;

/** A server was taken out of the hub before the request was sent to it; nothing was sent, so that it may be tried anew. */
public final class Departed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Departed(String server) {
        super("The server " + server + " was removed", null, false, false);
    }
}
