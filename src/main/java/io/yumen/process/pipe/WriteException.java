package io.yumen.process.pipe;

/** A line was not written, or perhaps not. The message says why. */
public final class WriteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What became of the line. */
    public enum Reason {
        /** The pipe is closed: nothing was written. */
        ENDED,
        /** Nobody reads the pipe: nothing was written. */
        STALLED,
        /** Some of it may have been written. */
        UNCERTAIN
    }

    WriteException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
