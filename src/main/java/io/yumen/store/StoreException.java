package io.yumen.store;

import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked. The message says what is wrong and what to do about it. */
public final class StoreException extends RuntimeException {
    /** Why; the names are stable. */
    public enum Code {
        /** A key or a value is larger than the limit. */
        TOO_LARGE,
        /** The store was closed. */
        CLOSED,
        /** The disk is full. Reading goes on, and writing when there is space again. */
        FULL,
        /** It cannot be read or written just now, for another reason than space. */
        UNAVAILABLE,
        /** Another process has it open. */
        IN_USE,
        /** Its place cannot be used: no rights, no folder, or others could read it. */
        NOT_USABLE,
        /** What is stored is damaged. Nothing was changed. */
        DAMAGED,
        /** It was written by a newer version. Nothing was changed. */
        NEWER
    }

    private static final long serialVersionUID = 1;

    private final Code code;

    public StoreException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What is said after the end. */
    public static StoreException closed() {
        return new StoreException(Code.CLOSED, "The store is closed", null);
    }

    static StoreException tooLarge(String what, int limit) {
        return new StoreException(Code.TOO_LARGE, what + "; at most " + limit + " are stored", null);
    }

    public Code code() {
        return code;
    }
}
