package io.yumen.transport.poll;

import java.time.Duration;

/**
 * How long a poll lasts.
 *
 * @param patience how long it waits for a message; shorter than what proxies give a request
 */
public record PollLimits(Duration patience) {
    /** 25 seconds. */
    public static final PollLimits DEFAULT = new PollLimits(Duration.ofSeconds(25));

    public PollLimits {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("A poll waits");
        }
    }
}
