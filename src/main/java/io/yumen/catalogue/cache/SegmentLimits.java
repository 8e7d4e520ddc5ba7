package io.yumen.catalogue.cache;

import java.time.Duration;

/**
 * How long answers of one kind are told again, and how much of them is kept.
 *
 * @param ttl how long; zero where each is read anew
 * @param bytes of all of them together
 */
public record SegmentLimits(Duration ttl, long bytes) {
    public SegmentLimits {
        if (ttl.isNegative() || bytes < 1) {
            throw new IllegalArgumentException("The time of a cache is not negative, and its size is positive");
        }
    }

    /** As many seconds, and as many mebibytes. */
    public static SegmentLimits of(long seconds, int mebibytes) {
        return new SegmentLimits(Duration.ofSeconds(seconds), (long) mebibytes << 20);
    }
}
