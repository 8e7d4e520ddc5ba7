package io.yumen.process;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * The one thread that starts processes. "Die with the parent" means the parent's thread to the kernel: a child started by a pooled
 * thread would be killed when the pool lets that thread go, so this one lives as long as the children may. It also gives
 * the keeper its orders, which keeps them in order without a lock.
 */
final class Spawner implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("process-spawner").factory());

    /** Runs a task on the thread and returns its result; what it throws is thrown. */
    <T> T call(Callable<T> task) throws Exception {
        Future<T> result = thread.submit(task);
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Runs a task on the thread, later; without effect after the end. */
    void tell(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException ignored) {
            // Ended: the keeper is gone, and with it everything that it held.
        }
    }

    /** Runs what was told before, and ends. */
    @Override
    public void close() {
        thread.close();
    }
}
