package io.yumen.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that is turned by hand. */
public final class TurnedClock implements InstantSource {
    private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Turns it on. */
    public void turn(Duration by) {
        now = now.plus(by);
    }
}
