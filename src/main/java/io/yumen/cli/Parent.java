package io.yumen.cli;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Who started this process. Its end usually shows as the end of our input; but not where another process has inherited the
 * other end of the pipe.
 */
final class Parent {
    private static final long INTERVAL_SECONDS = 1;

    private Parent() {}

    /** Runs that, on a thread of its own, once the parent has ended. */
    static void onEnd(Runnable end) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        // The first process of a system or a container adopts orphans, and does not end before us.
        parent.filter(handle -> handle.pid() > 1)
                .ifPresent(handle -> Thread.ofPlatform().daemon().name("parent").start(() -> watch(handle, end)));
    }

    private static void watch(ProcessHandle parent, Runnable end) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (parent.isAlive()) {
                boolean ignored = never.await(INTERVAL_SECONDS, TimeUnit.SECONDS);
            }
            end.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
