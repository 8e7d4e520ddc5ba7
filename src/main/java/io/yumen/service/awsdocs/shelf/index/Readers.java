package io.yumen.service.awsdocs.shelf.index;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that read: few, since Lucene keeps memory for each, and never interrupted, since that would close its files. Who asks
 * waits, and may go.
 */
final class Readers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final int THREADS = 4;
    private static final int WAITING = 10_000;
    private static final long IDLE_SECONDS = 30;

    private final Volumes volumes;
    private final BiConsumer<Volume, Throwable> doubts;
    private final ThreadPoolExecutor threads;

    /** What is read. */
    interface Reading<T> {
        T from(Volume volume) throws IOException;
    }

    /** Readers who tell of what is damaged. */
    Readers(Volumes volumes, BiConsumer<Volume, Throwable> doubts) {
        this.volumes = volumes;
        this.doubts = doubts;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("awsdocs-shelf-reader-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** What is read, or that where it cannot be. */
    <T> T read(Reading<T> reading, T otherwise) {
        Optional<Volume> volume = volumes.current();
        if (volume.isEmpty()) {
            return otherwise;
        }
        try {
            Future<T> read = threads.submit(() -> reading.from(volume.get()));
            return read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            report(volume.get(), e.getCause() == null ? e : e.getCause());
        } catch (RejectedExecutionException e) {
            LOG.atWarn().setCause(e).log("Too many read from the shelf at once");
        }
        return otherwise;
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private void report(Volume volume, Throwable cause) {
        if (cause instanceof Error bug) {
            throw bug;
        }
        if (cause instanceof AlreadyClosedException) {
            LOG.atDebug().setCause(cause).log("The shelf was closed while it was read");
        } else if (Volumes.isDamage(cause)) {
            doubts.accept(volume, cause);
        } else {
            LOG.atWarn().setCause(cause).log("The shelf cannot be read");
        }
    }
}
