package io.yumen.service.awsdocs.pack;

/** That is no pack, or none that is taken. The message is a sentence that says why. */
public final class PackRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PackRefused(String message) {
        super(message, null, false, false);
    }
}
