package io.yumen.service.awsdocs.read;

/** What was asked of a page is not to be had of it. The message says why, and what to ask instead. */
public final class ReadRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReadRefused(String message) {
        super(message);
    }
}
