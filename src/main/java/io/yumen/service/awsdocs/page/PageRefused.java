package io.yumen.service.awsdocs.page;

/** A page is larger than we read, in a measure that the message names with its limit. */
public final class PageRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PageRefused(String message) {
        super(message);
    }
}
