package io.yumen.app.servers;

/** A gateway that cannot start. The message says what is wrong and what to do. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartException(String message) {
        super(message, null, false, false);
    }
}
