package io.yumen.service.awsdocs.upstream;

/** An address that is not asked. The message says why, where there is a text of the official server's, in that. */
public final class BadAddress extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    static final String OTHER_SITE = "URL must be from list of supported domains";
    static final String NO_PAGE = "URL must end with .html";

    BadAddress(String message) {
        super(message);
    }
}
