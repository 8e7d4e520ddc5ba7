package io.yumen.service.awsdocs.shelf.desk;

import java.time.Duration;

/**
 * How long copies of one kind are good.
 *
 * @param ttl how long a copy is told without asking AWS
 * @param refresh how long after that it is told at once, while AWS is asked for a new one
 * @param grace how long after {@code ttl} it is told where AWS cannot be reached
 */
public record Lifetime(Duration ttl, Duration refresh, Duration grace) {
    public Lifetime {
        if (ttl.isNegative() || refresh.isNegative() || grace.compareTo(refresh) < 0) {
            throw new IllegalArgumentException(
                    "Times of a copy are not negative, and it is told in need no shorter than while it is asked for");
        }
    }

    /** The same with another time in which AWS is not asked. */
    Lifetime withTtl(Duration other) {
        return new Lifetime(other, refresh, grace);
    }
}
