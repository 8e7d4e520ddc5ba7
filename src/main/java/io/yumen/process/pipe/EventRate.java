package io.yumen.process.pipe;

import java.util.concurrent.TimeUnit;

/** Admits so many events a second and counts the others. Used by one thread. */
public final class EventRate {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private long windowStartNanos = System.nanoTime();
    private int admitted;
    private long omitted;

    public EventRate(int perSecond) {
        this.perSecond = perSecond;
    }

    public boolean admit() {
        long now = System.nanoTime();
        if (now - windowStartNanos >= WINDOW_NANOS) {
            windowStartNanos = now;
            admitted = 0;
        }
        if (admitted == perSecond) {
            omitted++;
            return false;
        }
        admitted++;
        return true;
    }

    /** Returns how many were refused since the last call. */
    public long takeOmitted() {
        long taken = omitted;
        omitted = 0;
        return taken;
    }
}
