package io.yumen.process;

import io.yumen.process.pipe.WriteException;

/** A child could not be started, or could not be written to. The message says what is wrong and what to do about it. */
public final class ChildException extends RuntimeException {

    /** What went wrong. */
    public enum Code {
        /** The program is not there, or is not executable. */
        PROGRAM_NOT_FOUND,
        /** The working directory is not there. */
        DIRECTORY_NOT_FOUND,
        /** The isolation that was asked for does not work on this machine. */
        ISOLATION_UNAVAILABLE,
        /** The program, or what was named for it, lies where the gateway keeps its own. */
        OWN_PLACE,
        /** The program is not to be seen at its own isolation. */
        NOT_VISIBLE,
        /** The system refused to start a process. */
        START_FAILED,
        /** The child has ended, or is being ended: nothing was written. */
        ENDED,
        /** The child does not read: nothing was written. */
        STALLED,
        /** The child may or may not have got the line: it stopped reading, or ended, in the middle of it. */
        UNCERTAIN
    }

    private static final long serialVersionUID = 1;

    private final Code code;

    ChildException(Code code, String message) {
        super(message);
        this.code = code;
    }

    ChildException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static ChildException of(WriteException unwritten) {
        Code code = switch (unwritten.reason()) {
            case ENDED -> Code.ENDED;
            case STALLED -> Code.STALLED;
            case UNCERTAIN -> Code.UNCERTAIN;
        };
        return new ChildException(code, String.valueOf(unwritten.getMessage()), unwritten);
    }

    public Code code() {
        return code;
    }

    /** Whether the line certainly never reached the child, so that sending it to another one is safe. */
    public boolean unsent() {
        return code != Code.UNCERTAIN;
    }
}
