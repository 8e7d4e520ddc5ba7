package io.yumen.process;

import java.time.Duration;

/**
 * How patiently a child is ended: end of input, then SIGTERM to all of it, then SIGKILL.
 *
 * @param endOfInput how long it may take to leave after its input ended
 * @param terminate how long it may take to leave after SIGTERM
 * @param kill how long we wait for the system to clear it away after SIGKILL, before we report that it would not die
 */
public record ShutdownLimits(Duration endOfInput, Duration terminate, Duration kill) {

    /** 2 s each. */
    public static final ShutdownLimits DEFAULT =
            new ShutdownLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

    /** @throws IllegalArgumentException if a limit is negative */
    public ShutdownLimits {
        if (endOfInput.isNegative() || terminate.isNegative() || kill.isNegative()) {
            throw new IllegalArgumentException("The limits of a shutdown cannot be negative");
        }
    }
}
