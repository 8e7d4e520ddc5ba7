package io.yumen.catalogue;

import io.yumen.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a system wants to be asked again: what its header {@code Retry-After} says, in seconds or as a date (RFC 9110 section 10.2.3). */
public final class RetryAfter {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Pattern SECONDS = Pattern.compile("\\d+");
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /**
     * That time, from a second to an hour, or soon where nothing is said that can be read.
     *
     * @param said the header, or null
     */
    public static Duration of(@Nullable String said) {
        return of(said, Instant.now());
    }

    /**
     * The same of a system that failed: where it says nothing, nobody knows when to come again.
     *
     * @param said the header, or null
     */
    public static Duration afterFailure(@Nullable String said) {
        return said == null ? Duration.ZERO : of(said);
    }

    static Duration of(@Nullable String said, Instant now) {
        return said == null ? SOON : read(said.strip(), now).orElse(SOON);
    }

    private static Optional<Duration> read(String said, Instant now) {
        if (SECONDS.matcher(said).matches()) {
            return Optional.of(
                    said.length() > MOST_DIGITS ? LONGEST : within(Duration.ofSeconds(Long.parseLong(said))));
        }
        return HttpDate.parse(said, now).map(date -> within(Duration.between(now, date)));
    }

    private static Duration within(Duration wait) {
        if (wait.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
