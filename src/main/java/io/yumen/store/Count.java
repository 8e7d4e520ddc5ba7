package io.yumen.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What a counter says.
 *
 * @param value the sum of what was added
 * @param ends when its window ends and it begins with 0 again, to the millisecond; empty where it has none
 */
public record Count(long value, Optional<Instant> ends) {
    /** A counter that nobody added to. */
    public static final Count NONE = new Count(0, Optional.empty());
}
