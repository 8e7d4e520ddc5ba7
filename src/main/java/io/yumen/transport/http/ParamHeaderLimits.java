package io.yumen.transport.http;

import java.time.Duration;

/**
 * How the annotations of tools are kept.
 *
 * @param fresh how long they are used before they are listed again
 * @param patience how long a call waits for the first list; one that waited in vain passes unchecked
 * @param maxLists lists that are kept, one for each endpoint and principal; the eldest makes room
 * @param maxPages pages of one list that are read
 */
record ParamHeaderLimits(Duration fresh, Duration patience, int maxLists, int maxPages) {
    /** Listed again after 30 seconds, half a second of patience, 1,000 lists of 100 pages. */
    static final ParamHeaderLimits DEFAULT =
            new ParamHeaderLimits(Duration.ofSeconds(30), Duration.ofMillis(500), 1_000, 100);

    ParamHeaderLimits {
        if (!fresh.isPositive() || !patience.isPositive() || maxLists < 1 || maxPages < 1) {
            throw new IllegalArgumentException("Limits of annotations are positive");
        }
    }
}
