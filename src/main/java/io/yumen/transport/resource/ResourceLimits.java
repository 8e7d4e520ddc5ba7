package io.yumen.transport.resource;

import java.time.Duration;

/**
 * How long others may go on telling a resource that may be out of date.
 *
 * @param renewing while they ask for it anew
 * @param failing while the gateway does not answer
 */
public record ResourceLimits(Duration renewing, Duration failing) {
    public static final ResourceLimits DEFAULT = new ResourceLimits(Duration.ofMinutes(1), Duration.ofDays(1));

    public ResourceLimits {
        if (renewing.isNegative() || failing.isNegative()) {
            throw new IllegalArgumentException("Times of a resource are not negative");
        }
    }
}
