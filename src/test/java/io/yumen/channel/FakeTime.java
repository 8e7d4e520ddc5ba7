package io.yumen.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to go on, and the wheel that it turns. */
public final class FakeTime {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final TimerWheel wheel = new TimerWheel(nanos::get);

    public TimerWheel wheel() {
        return wheel;
    }

    /** Lets that much time pass, tick by tick. */
    public void pass(Duration time) {
        long end = nanos.get() + time.toNanos();
        while (nanos.get() < end) {
            nanos.set(Math.min(end, nanos.get() + TimerWheel.TICK.toNanos()));
            wheel.turn();
        }
    }
}
