package io.yumen.service.awsdocs.shelf.desk;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done in the background: a few questions to AWS, and writes to the disk, each kind with its own limit. */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final int RENEWALS = 8;
    private static final int WRITES = 256;

    private final Semaphore renewals = new Semaphore(RENEWALS);
    private final Semaphore writes = new Semaphore(WRITES);
    private final ExecutorService renewing = threads("awsdocs-renewal-");
    private final ExecutorService writing = threads("awsdocs-write-");

    /** Whether it is begun: not where too much is under way. */
    boolean renew(Runnable work) {
        return begin(renewals, renewing, work);
    }

    boolean write(Runnable work) {
        return begin(writes, writing, work);
    }

    @Override
    public void close() {
        // What is asked for may be written.
        renewing.close();
        writing.close();
    }

    private static ExecutorService threads(String name) {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name, 0).factory());
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
