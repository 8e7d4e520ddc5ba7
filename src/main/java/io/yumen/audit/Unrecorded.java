package io.yumen.audit;

/** Something could not be recorded, and is not to be done therefore. The message says why, for operators. */
public final class Unrecorded extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unrecorded(String message) {
        super(message, null, false, false);
    }
}
