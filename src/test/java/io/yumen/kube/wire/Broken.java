package io.yumen.kube.wire;

import java.io.IOException;

/** The connection can no longer be used. */
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Because of that. */
    public Broken(IOException cause) {
        super(cause);
    }

    /** On purpose, or since the client does not speak HTTP. */
    public Broken(String message) {
        super(message);
    }
}
