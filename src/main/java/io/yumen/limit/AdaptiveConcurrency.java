package io.yumen.limit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests a server does well with at once, learnt from its times: when requests take much longer than the same
 * requests did at their best, more of them at once gain nothing, and fewer are let in; while they do not, and all places are
 * used, more are. Requests are compared with those of their kind, so that a tool that takes long by nature lowers nothing.
 *
 * <p>What is best is looked for again every while with half of the places, for a server may have become slower for good.
 * Judges once a window, which has a second and some answers. Not safe for many threads: its owner has a lock.
 */
public final class AdaptiveConcurrency {
    /** Fewer places are never given. */
    public static final int LEAST = 2;

    private static final int START = 20;
    private static final long WINDOW_NANOS = 1_000_000_000;
    private static final int WINDOW_ANSWERS = 16;
    private static final int MOST_KINDS = 500;

    /** A best time that was not met for so many windows is looked for again. */
    private static final int FORGOTTEN = 60;

    /** How much longer than at their best requests may take. */
    private static final double TOLERANCE = 2;

    /** No window takes more than half of the places away. */
    private static final double STEEPEST = 0.5;

    private final int ceiling;
    private final LongSupplier clock;
    private final Map<String, Times> kinds = new HashMap<>();
    private double limit;
    private long windowEnd;
    private int answers;
    private int most;
    private int sinceBest;
    private boolean probes;

    /**
     * With nothing learnt yet.
     *
     * @param ceiling more places are never given, at least 1
     * @param clock nanoseconds from any point
     */
    public AdaptiveConcurrency(int ceiling, LongSupplier clock) {
        this.ceiling = ceiling;
        this.clock = clock;
        this.limit = Math.min(ceiling, START);
        this.windowEnd = clock.getAsLong() + WINDOW_NANOS;
    }

    /** How many requests may be under way now. */
    public int limit() {
        int now = (int) limit;
        return probes ? Math.max(Math.min(LEAST, ceiling), now / 2) : now;
    }

    /**
     * A request was answered.
     *
     * @param kind what it is compared with
     * @param nanos how long the server took
     * @param underWay how many were under way, with it
     */
    public void answered(String kind, long nanos, int underWay) {
        Times times = kinds.get(kind);
        if (times == null) {
            if (kinds.size() >= MOST_KINDS) {
                kinds.values().removeIf(Times::isIdle);
            }
            // What is beyond the room for kinds cannot be compared, and says nothing.
            if (kinds.size() >= MOST_KINDS) {
                return;
            }
            times = new Times();
            kinds.put(kind, times);
        }
        times.add(nanos);
        answers++;
        most = Math.max(most, underWay);
        if (answers >= WINDOW_ANSWERS && clock.getAsLong() - windowEnd >= 0) {
            judge();
        }
    }

    private void judge() {
        Collection<Times> all = kinds.values();
        if (probes) {
            all.forEach(Times::forgetBest);
        }
        double longer = all.stream().mapToDouble(Times::longer).sum() / answers;
        boolean atBest = false;
        for (Times times : all) {
            atBest |= times.closes();
        }
        if (!probes) {
            change(longer);
        }
        sinceBest = atBest || probes ? 0 : sinceBest + 1;
        probes = sinceBest >= FORGOTTEN;
        answers = 0;
        most = 0;
        windowEnd = clock.getAsLong() + WINDOW_NANOS;
    }

    /** @param longer how many times as long as at their best the requests of the window took */
    private void change(double longer) {
        double next = limit;
        if (longer > TOLERANCE && most > limit / 2) {
            next = limit * Math.max(STEEPEST, TOLERANCE / longer);
        } else if (longer <= TOLERANCE && most >= (int) limit) {
            next = limit + Math.sqrt(limit);
        }
        limit = Math.clamp(next, Math.min(LEAST, ceiling), ceiling);
    }

    /** The times of one kind of request. */
    private static final class Times {
        /** How near the best a window is that confirms it. */
        private static final double NEAR = 1.1;

        /** How far one window lowers the best: a few quick answers say little of what the others could take. */
        private static final double SHARPEST = 0.9;

        private double best = Double.NaN;
        private double sum;
        private int count;

        void add(long nanos) {
            sum += nanos;
            count++;
        }

        boolean isIdle() {
            return count == 0;
        }

        void forgetBest() {
            if (count > 0) {
                best = Double.NaN;
            }
        }

        /** How many times as long as at best the requests of this window took, times their number. */
        double longer() {
            return Double.isNaN(best) ? count : sum / Math.max(1, best);
        }

        /** The window is over; says whether it met the best. */
        boolean closes() {
            if (count == 0) {
                return false;
            }
            double mean = sum / count;
            boolean meets = !(mean > best * NEAR);
            best = Double.isNaN(best) ? mean : Math.min(best, Math.max(mean, best * SHARPEST));
            sum = 0;
            count = 0;
            return meets;
        }
    }
}
