package io.yumen.service.browser.registry;

import java.time.Duration;

/**
 * How many browsers there may be, and how they are paired.
 *
 * @param perUser how many one user may have
 * @param pending how many may wait to be paired, of all users
 * @param pairing how long a code is good
 * @param tries how many wrong codes end it
 */
public record RegistryLimits(int perUser, int pending, Duration pairing, int tries) {
    /** 5 of a user, 200 waiting, 2 minutes, 5 tries. */
    public static final RegistryLimits DEFAULT = new RegistryLimits(5, 200, Duration.ofMinutes(2), 5);

    public RegistryLimits {
        if (perUser < 1 || pending < 1 || tries < 1 || !pairing.isPositive()) {
            throw new IllegalArgumentException("Limits of browsers are positive");
        }
    }
}
