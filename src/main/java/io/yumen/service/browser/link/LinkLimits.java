package io.yumen.service.browser.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How the connection to a browser is looked after.
 *
 * @param health how often the browser is asked for a sign of life
 * @param sign how long it may take to give one
 * @param patience how long a call waits for a connection
 * @param linger how long the connection stays after the last session
 * @param retries when it is opened again
 */
public record LinkLimits(Duration health, Duration sign, Duration patience, Duration linger, Retries retries) {
    /** Asked every 30 s for an answer within 5 s; calls wait 5 s; closed after 60 s. */
    public static final LinkLimits DEFAULT = new LinkLimits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Retries.DEFAULT);

    public LinkLimits {
        if (!health.isPositive() || !sign.isPositive() || !patience.isPositive() || linger.isNegative()) {
            throw new IllegalArgumentException("Times of a browser's connection are positive");
        }
    }

    /** The same with that much time for a sign of life. */
    public LinkLimits withSign(Duration other) {
        return new LinkLimits(health, other, patience, linger, retries);
    }

    /** The same with that much time for a connection. */
    public LinkLimits withPatience(Duration other) {
        return new LinkLimits(health, sign, other, linger, retries);
    }

    /**
     * When a lost connection is opened again.
     *
     * @param first the largest pause before the first try; each further one is twice as long
     * @param largest the largest pause of all
     * @param most how many tries in a row may fail before it is given up
     * @param probe how often one that was given up is tried all the same
     */
    public record Retries(Duration first, Duration largest, int most, Duration probe) {
        /** 1 s, doubled up to 30 s, 8 tries, then every 5 minutes. */
        public static final Retries DEFAULT =
                new Retries(Duration.ofSeconds(1), Duration.ofSeconds(30), 8, Duration.ofMinutes(5));

        private static final int DOUBLINGS = 30;

        public Retries {
            if (!first.isPositive() || largest.compareTo(first) < 0 || most < 1 || !probe.isPositive()) {
                throw new IllegalArgumentException("Pauses are positive, and there is at least one try");
            }
        }

        /** The pause after so many failures: between half and all of what it may be, so that not all come at once. */
        Duration pause(int failures, RandomGenerator random) {
            double grown = first.toNanos() * Math.pow(2, Math.min(failures, DOUBLINGS));
            double doubled = Math.min((double) largest.toNanos(), grown);
            return Duration.ofNanos((long) (doubled * (1 + random.nextDouble()) / 2));
        }
    }
}
