package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How work grows with what is worked on. What the thread itself worked is counted, and the least of some tries: other work is not. */
public interface Growth {
    /** What ten times as much may cost: a hundredfold where each is looked at with each other. */
    int GENEROUS = 45;

    /** Work on so much of something, by what that is. */
    Map<String, IntFunction<Runnable>> growing();

    /** Of how much ten times as much is the most. */
    int tenth();

    @TestFactory
    default Stream<DynamicTest> ten_times_as_much_is_far_from_a_hundred_times_the_work() {
        return growing().keySet().stream()
                .sorted()
                .map(what -> DynamicTest.dynamicTest(
                        what, () -> check(what, tenth(), growing().get(what))));
    }

    private static void check(String what, int tenth, IntFunction<Runnable> work) {
        Runnable less = work.apply(tenth);
        Runnable more = work.apply(10 * tenth);
        cost(less);
        long least = least(less);
        assertThat(least(more)).as(what).isLessThan(GENEROUS * least);
    }

    /** So many texts, one after the other. */
    static String many(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining());
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
