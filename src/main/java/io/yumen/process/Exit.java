package io.yumen.process;

import java.util.List;

/**
 * How a child ended.
 *
 * @param code its exit code; 128 plus the number of the signal when a signal ended it
 * @param cause on whose wish
 * @param lastComplaints the last lines of its standard error, oldest first, fit for a log
 */
public record Exit(int code, Cause cause, List<String> lastComplaints) {

    /** On whose wish a child ended. */
    public enum Cause {
        /** We did not ask for it. */
        UNASKED,
        /** We stopped it. */
        STOPPED
    }

    /** How many lines of standard error an exit carries at most. */
    public static final int LAST_COMPLAINTS = 20;

    private static final int SIGNALLED = 128;
    private static final int HIGHEST_SIGNAL = 64;

    public Exit {
        lastComplaints = List.copyOf(lastComplaints);
    }

    /** Returns the code in words: {@code "exited with code 3"}, {@code "was ended by signal 9"}. */
    public String describe() {
        return code > SIGNALLED && code <= SIGNALLED + HIGHEST_SIGNAL
                ? "was ended by signal " + (code - SIGNALLED)
                : "exited with code " + code;
    }
}
