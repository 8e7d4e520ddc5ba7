package io.yumen.oauth.caller;

import java.time.Duration;

/**
 * What exchanging tokens of callers may take.
 *
 * @param rights how many rights at one server are kept at hand
 * @param idle how long one is that nobody uses
 * @param awayPause how long an issuer that did not answer is not asked again, so that not every request waits for it
 */
public record ExchangeLimits(int rights, Duration idle, Duration awayPause) {
    /** 10,000, 1 h, 2 s. */
    public static final ExchangeLimits DEFAULT = new ExchangeLimits(10_000, Duration.ofHours(1), Duration.ofSeconds(2));

    public ExchangeLimits {
        if (rights < 1 || !idle.isPositive() || !awayPause.isPositive()) {
            throw new IllegalArgumentException("Limits of exchanged tokens are positive");
        }
    }
}
