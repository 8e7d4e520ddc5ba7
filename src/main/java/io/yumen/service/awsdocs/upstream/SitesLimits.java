package io.yumen.service.awsdocs.upstream;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * What the sites and we may ask of each other.
 *
 * @param time for one thing that is wanted, whatever it takes: waits, tries and redirects included
 * @param tries of one request
 * @param bytes of one answer, decoded
 * @param hops redirects one after the other
 * @param parallel requests to one site at once
 * @param waiting that wait for one of them
 * @param perSecond requests to one site; as many as may run at once may come together
 * @param failures one after the other, after which a site is not asked for a while
 * @param pause that while
 */
public record SitesLimits(
        Duration time,
        int tries,
        int bytes,
        int hops,
        int parallel,
        int waiting,
        int perSecond,
        int failures,
        Duration pause) {
    public static final SitesLimits DEFAULT =
            new SitesLimits(Duration.ofSeconds(10), 3, 10 << 20, 5, 8, 64, 10, 5, Duration.ofSeconds(30));

    public SitesLimits {
        if (!time.isPositive() || !pause.isPositive()) {
            throw new IllegalArgumentException("Times of the AWS documentation must be positive");
        }
        boolean isSome =
                IntStream.of(tries, bytes, parallel, perSecond, failures).allMatch(most -> most > 0);
        if (!isSome || hops < 0 || waiting < 0) {
            throw new IllegalArgumentException("Limits of the AWS documentation must be positive");
        }
    }

    /** The same with this time for everything. */
    public SitesLimits within(Duration other) {
        return new SitesLimits(other, tries, bytes, hops, parallel, waiting, perSecond, failures, pause);
    }
}
