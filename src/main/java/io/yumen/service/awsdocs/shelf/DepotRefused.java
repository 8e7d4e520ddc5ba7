package io.yumen.service.awsdocs.shelf;

/** What is kept cannot be kept there. The message is a sentence that says what to do. */
public final class DepotRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DepotRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
