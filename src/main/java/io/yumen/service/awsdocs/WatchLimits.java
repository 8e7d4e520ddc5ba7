package io.yumen.service.awsdocs;

import java.time.Duration;

/**
 * How many listen to pages, and how often these are looked at.
 *
 * @param each pages that one principal listens to at once
 * @param all the same of all together; nobody looks at more
 * @param least between two looks at a page, however soon its copy is out of date; AWS has that long to answer who asks for a new one
 * @param most between two looks at a page of which AWS does not answer
 * @param gone between two looks at a page that is not there
 */
record WatchLimits(int each, int all, Duration least, Duration most, Duration gone) {
    static final WatchLimits DEFAULT =
            new WatchLimits(100, 1_000, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofMinutes(15));

    WatchLimits {
        if (each < 1 || all < each || !least.isPositive() || most.compareTo(least) < 0 || !gone.isPositive()) {
            throw new IllegalArgumentException("Some may listen to pages, which are looked at now and then");
        }
    }
}
