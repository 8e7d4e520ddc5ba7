package io.yumen.backend;

/** A server that cannot be reached or started. The message names the reason and what to do about it. */
public final class ConnectException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConnectException(String message, Throwable cause) {
        super(message, cause);
    }

    public ConnectException(String message) {
        super(message);
    }
}
