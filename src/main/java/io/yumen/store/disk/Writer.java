package io.yumen.store.disk;

import io.yumen.store.StoreException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the file. It takes all changes that wait, makes them, writes and syncs once, and answers them all.
 * When that fails, none of them is answered as made, and the file is opened again as it was before. Threads that wait are not
 * interrupted: what is under way cannot be taken back, and whoever asked must learn what became of it.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** Changes that share one sync at most. */
    private static final int BATCH = 256;

    /** Changes that wait at most; who comes then waits until there is room. */
    private static final int WAITING = 1_024;

    private final Path path;
    private final StateLock mark;
    private final Supplier<StateFile> opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Job<?>> waiting = new ArrayDeque<>();
    private final Thread thread;
    private volatile @Nullable StateFile file;
    private volatile boolean closing;
    private final AtomicLong changes = new AtomicLong();

    /**
     * Opens the file, and starts the thread.
     *
     * @param opener opens the file; it is called again after a write failed
     * @throws StoreException when it cannot be opened
     */
    Writer(Path path, StateLock mark, Supplier<StateFile> opener) {
        this.path = path;
        this.mark = mark;
        this.opener = opener;
        file = opener.get();
        thread = Thread.ofPlatform().daemon().name("store-writer").start(this::run);
    }

    /** Reads, in the caller's thread where the file is open. */
    <T> T read(Function<Tables, T> reading) {
        requireOpen();
        StateFile open = file;
        if (open != null) {
            try {
                return reading.apply(open.tables());
            } catch (StoreException e) {
                // A write failed, and the file was closed under us; or it was compacted, and old pages are gone.
                // What the thread reads meets neither, so its word counts.
                LOG.atDebug().setCause(e).log("Reading again");
            }
        }
        return write(reading);
    }

    /** Another number when anything may have changed: it grows after a change can be seen, and before it is answered as made. */
    long changes() {
        requireOpen();
        return changes.get();
    }

    /** Makes a change, which sees those before it, and returns when it is on the disk. */
    <T> T write(Function<Tables, T> change) {
        Job<T> job = new Job<>(change, lock.newCondition());
        lock.lock();
        try {
            while (waiting.size() >= WAITING && !closing) {
                room.awaitUninterruptibly();
            }
            requireOpen();
            waiting.addLast(job);
            arrived.signal();
            while (!job.isOver) {
                job.over.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        return job.result();
    }

    /** Finishes what waits, and closes the file. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        joinUninterruptibly();
    }

    private void run() {
        List<Job<?>> batch = next();
        while (!batch.isEmpty()) {
            make(batch);
            changes.incrementAndGet();
            answer(batch);
            compact();
            batch = next();
        }
        StateFile open = file;
        if (open != null) {
            open.close();
        }
    }

    /** What waits, or nothing at the end. */
    private List<Job<?>> next() {
        List<Job<?>> batch = new ArrayList<>();
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                arrived.awaitUninterruptibly();
            }
            while (!waiting.isEmpty() && batch.size() < BATCH) {
                batch.add(waiting.removeFirst());
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private void make(List<Job<?>> batch) {
        StateFile open = null;
        try {
            open = opened();
            Tables tables = open.tables();
            long before = tables.sequence();
            batch.forEach(job -> job.make(tables));
            if (tables.sequence() > before) {
                open.commit();
                mark.mark(tables.sequence());
            }
        } catch (RuntimeException e) {
            StoreException failure = Failures.unwritten(path, e);
            LOG.atWarn().setCause(e).log("The state was not written");
            batch.forEach(job -> job.fail(failure));
            if (open != null) {
                open.abandon();
                file = null;
            }
        }
    }

    /** Nobody waits for this, and what was answered is on the disk: when it fails, the file is opened again, and no write was lost. */
    private void compact() {
        StateFile open = file;
        if (open == null || !open.isLoose()) {
            return;
        }
        try {
            open.compact();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", path).log("The state file was not compacted");
            open.abandon();
            file = null;
        }
    }

    private StateFile opened() {
        StateFile open = file;
        if (open == null) {
            open = opener.get();
            file = open;
        }
        return open;
    }

    private void answer(List<Job<?>> batch) {
        lock.lock();
        try {
            batch.forEach(Job::end);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closing) {
            throw StoreException.closed();
        }
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A change that somebody waits for. What it came to is written by the thread, and read when it is over. */
    private static final class Job<T> {
        private final Function<Tables, T> change;
        private final Condition over;
        private @Nullable T result;
        private @Nullable RuntimeException failure;
        private boolean isOver;

        Job(Function<Tables, T> change, Condition over) {
            this.change = change;
            this.over = over;
        }

        /** What a change refuses by itself, before it has changed anything, concerns no other. */
        void make(Tables tables) {
            try {
                result = change.apply(tables);
            } catch (StoreException | ArithmeticException | UncheckedIOException e) {
                failure = e;
            }
        }

        void fail(StoreException reason) {
            if (failure == null) {
                failure = reason;
            }
        }

        void end() {
            isOver = true;
            over.signal();
        }

        T result() {
            RuntimeException failed = failure;
            if (failed != null) {
                throw failed;
            }
            T made = result;
            if (made == null) {
                throw new IllegalStateException("A change without a result");
            }
            return made;
        }
    }
}
