package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/** How work grows with what is worked on. What the thread itself worked is counted, and the least of some tries: other work is not. */
public final class Growth {
    /** What ten times as much may cost: a hundredfold where each is looked at with each other. */
    private static final int GENEROUS = 45;

    private Growth() {}

    /** Ten times as much is far from a hundred times the work. */
    public static void check(String what, int tenth, IntFunction<Runnable> work) {
        Runnable less = work.apply(tenth);
        Runnable more = work.apply(10 * tenth);
        cost(less);
        long least = least(less);
        assertThat(least(more)).as(what).isLessThan(GENEROUS * least);
    }

    private static long least(Runnable work) {
        return LongStream.generate(() -> cost(work)).limit(3).min().orElseThrow();
    }

    private static long cost(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - before;
    }
}
