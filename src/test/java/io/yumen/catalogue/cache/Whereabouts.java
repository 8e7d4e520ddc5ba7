package io.yumen.catalogue.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Where threads are, for tests that go on when all of them are there. */
public final class Whereabouts {
    private Whereabouts() {}

    /** Until so many of them are in that method of a class whose name ends so. */
    public static void await(List<Thread> threads, int many, String type, String method) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        for (int there = 0; there < many; ) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s in %s", there, method)
                    .isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            there = (int) threads.stream()
                    .filter(thread -> isIn(thread, type, method))
                    .count();
        }
    }

    private static boolean isIn(Thread thread, String type, String method) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(type)
                        && frame.getMethodName().equals(method));
    }
}
