package io.yumen.process.pipe;

/**
 * The limits of a child's standard error, which is always drained.
 *
 * @param keptLines how many of the last lines are kept
 * @param lineBytes what is kept of a long line
 * @param eventsPerSecond how many lines a second reach the observer; the others are counted, and kept all the same
 */
public record ComplaintLimits(int keptLines, int lineBytes, int eventsPerSecond) {

    /** The last 500 lines of up to 4 KiB (2 MiB at most), 50 events a second. */
    public static final ComplaintLimits DEFAULT = new ComplaintLimits(500, 4096, 50);

    /** @throws IllegalArgumentException if a limit is not positive */
    public ComplaintLimits {
        if (keptLines < 1 || lineBytes < 1 || eventsPerSecond < 1) {
            throw new IllegalArgumentException("The limits of standard error must be positive");
        }
    }
}
