package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.protocol.RpcException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done in the background: a few questions to AWS, and writes to the disk, each kind with its own limit. */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final int RENEWALS = 8;

    /** Each may hold a page of some megabytes. */
    private static final int WRITES = 32;

    private final Semaphore renewals = new Semaphore(RENEWALS);
    private final Semaphore writes = new Semaphore(WRITES);
    private final ExecutorService renewing = Executors.newThreadPerTaskExecutor(named("awsdocs-renewal-"));

    /** One after the other: what came later is there in the end. */
    private final ExecutorService writing = Executors.newSingleThreadExecutor(named("awsdocs-write-"));

    /** Whether it is begun: not where too much is under way. */
    boolean renew(Runnable work) {
        return begin(renewals, renewing, work);
    }

    boolean write(Runnable work) {
        return begin(writes, writing, work);
    }

    /** Does it after all that was to be written before, and waits for it. */
    int written(Callable<Integer> work) {
        try {
            return writing.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The shelf cannot be written", e.getCause());
        }
    }

    @Override
    public void close() {
        // What is asked for may be written.
        renewing.close();
        writing.close();
    }

    private static ThreadFactory named(String name) {
        return Thread.ofVirtual().name(name, 0).factory();
    }

    private static boolean begin(Semaphore free, ExecutorService threads, Runnable work) {
        if (!free.tryAcquire()) {
            return false;
        }
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.atWarn().setCause(e).log("The shelf failed at what it does in the background");
                } finally {
                    free.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            free.release();
            return false;
        }
    }
}
