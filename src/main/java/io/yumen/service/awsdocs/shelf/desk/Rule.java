package io.yumen.service.awsdocs.shelf.desk;

import java.time.Duration;
import java.util.Optional;

/**
 * What holds for some addresses.
 *
 * @param pattern of the addresses
 * @param times of copies; empty where none is kept
 */
public record Rule(Pattern pattern, Optional<Times> times) {
    /** No copy of those is kept. */
    public static Rule bypass(Pattern pattern) {
        return new Rule(pattern, Optional.empty());
    }

    /** Copies of those are good for so long. */
    public static Rule keeping(Pattern pattern, Times times) {
        return new Rule(pattern, Optional.of(times));
    }

    /**
     * How long copies are good.
     *
     * @param ttl how long a copy is told without asking AWS, whatever AWS says; empty where the rule does not say
     * @param grace how long after that it is told where AWS cannot be reached; empty where the rule does not say
     */
    public record Times(Optional<Duration> ttl, Optional<Duration> grace) {
        public Times {
            if (ttl.filter(Duration::isNegative).isPresent()
                    || grace.filter(Duration::isNegative).isPresent()) {
                throw new IllegalArgumentException("Times of a rule are not negative");
            }
        }

        /** That, as this says otherwise. A copy is told while it is asked for anew no longer than in need. */
        Lifetime of(Lifetime usual) {
            Duration longest = grace.orElse(usual.grace());
            Duration refresh = usual.refresh().compareTo(longest) < 0 ? usual.refresh() : longest;
            return new Lifetime(ttl.orElse(usual.ttl()), refresh, longest);
        }
    }
}
