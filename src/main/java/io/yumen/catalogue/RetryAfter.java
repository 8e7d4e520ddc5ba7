package io.yumen.catalogue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a system wants to be asked again: what its header {@code Retry-After} says, in seconds. */
public final class RetryAfter {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LONGEST_SECONDS = 3_600;

    private RetryAfter() {}

    /**
     * That time, or soon where nothing is said that can be read.
     *
     * @param said the header, or null
     */
    public static Duration of(@Nullable String said) {
        try {
            return said == null
                    ? SOON
                    : Duration.ofSeconds(Math.clamp(Long.parseLong(said.strip()), 1, LONGEST_SECONDS));
        } catch (NumberFormatException e) {
            return SOON;
        }
    }
}
