package io.yumen.service.browser.cdp;

/** A command that brought no result: why, and whether the browser may have done it all the same. */
public final class CdpException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final int code;

    /** What happened. */
    public enum Kind {
        /** The browser answered with an error; {@link #code} is the one of the protocol. */
        REFUSED,
        /** No answer in time. The browser may have done it, or do it later. */
        DEADLINE,
        /** The caller was interrupted while it waited. The browser may have done it. */
        INTERRUPTED,
        /** The connection ended, or there is none. */
        GONE,
        /** The tab, frame or worker is not there any more, or the session with it was ended. */
        TARGET_GONE,
        /** The command, or its answer, is larger than the limit. */
        TOO_LARGE,
        /** The answer is not what the protocol allows. */
        MALFORMED,
        /** Too many commands wait already: nothing was sent. */
        BUSY,
        /** The command would harm the user's browser: nothing was sent. */
        DENIED
    }

    CdpException(Kind kind, String message) {
        this(kind, 0, message);
    }

    CdpException(Kind kind, int code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    /** There is no connection, for that reason. */
    public static CdpException gone(String reason) {
        return new CdpException(Kind.GONE, reason);
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** The browser's error code where it refused, else 0. */
    public int code() {
        return code;
    }

    /** Whether the browser certainly did nothing of it. */
    public boolean neverDone() {
        return kind == Kind.REFUSED || kind == Kind.BUSY || kind == Kind.DENIED;
    }
}
