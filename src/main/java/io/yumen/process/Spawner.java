package io.yumen.process;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * The one thread that starts processes. "Die with the parent" means the parent's thread to the kernel: a child
 * started by a pooled thread would be killed when the pool lets that thread go, so this one lives as long as the
 * children may. It also gives the keeper its orders, which keeps them in order without a lock.
 */
final class Spawner implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("process-spawner").factory());

    /**
     * Runs a task on the thread and returns its result; what it throws is thrown. An interrupted caller waits all
     * the same, a few milliseconds: a process that starts must have somebody who knows of it.
     */
    <T> T call(Callable<T> task) throws Exception {
        Future<T> result = thread.submit(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException ignored) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
