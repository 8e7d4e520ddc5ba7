package io.yumen.process;

import io.yumen.process.pipe.ComplaintLimits;
import java.time.Duration;

/**
 * The limits of one child.
 *
 * @param lineBytes the longest line of standard output that is delivered; a longer one is skipped and reported
 * @param queuedWrites how many callers may wait to write to the child at once
 * @param writeDeadline how long one write waits for a child that does not read
 * @param complaints the limits of its standard error
 * @param shutdown how patiently it is ended
 */
public record ChildLimits(
        int lineBytes, int queuedWrites, Duration writeDeadline, ComplaintLimits complaints, ShutdownLimits shutdown) {

    /** Lines of 16 MiB, 256 waiting writers, 10 s for a write. */
    public static final ChildLimits DEFAULT = new ChildLimits(
            16 * 1024 * 1024, 256, Duration.ofSeconds(10), ComplaintLimits.DEFAULT, ShutdownLimits.DEFAULT);

    /** @throws IllegalArgumentException if a limit is not positive */
    public ChildLimits {
        if (lineBytes < 1 || queuedWrites < 1 || !writeDeadline.isPositive()) {
            throw new IllegalArgumentException("The limits of a child must be positive");
        }
    }

    public ChildLimits with(ShutdownLimits newShutdown) {
        return new ChildLimits(lineBytes, queuedWrites, writeDeadline, complaints, newShutdown);
    }
}
