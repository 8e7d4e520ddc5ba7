package io.yumen.store.disk;

import io.yumen.store.Counters;
import io.yumen.store.KeyValues;
import io.yumen.store.LocalTopics;
import io.yumen.store.Logs;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreLimits;
import io.yumen.store.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/**
 * A store in one file, for one process. A write that returned is synced to the disk. When the disk is full, writes throw
 * {@link StoreException.Code#FULL} until there is space, and reads go on.
 */
public final class DiskStore implements Store {
    /** What leads from each format of the file to the next: the first from 1 to 2. */
    private static final List<Migration> MIGRATIONS = List.of();

    private final StateLock lock;
    private final Writer writer;
    private final DiskValues values;
    private final DiskLogs logs;
    private final DiskCounters counters;
    private final LocalTopics topics;

    private DiskStore(StateLock lock, Writer writer, StoreLimits limits, InstantSource clock) {
        this.lock = lock;
        this.writer = writer;
        values = new DiskValues(limits, clock, writer);
        logs = new DiskLogs(limits, writer);
        counters = new DiskCounters(limits, clock, writer);
        topics = new LocalTopics(limits);
    }

    /**
     * Opens the store in that directory; makes both where they are missing, for their owner alone.
     *
     * @param clock says what has expired
     * @throws StoreException when another process has it, it is damaged, newer than we are, or the place cannot be used
     */
    public static DiskStore open(Path directory, StoreLimits limits, InstantSource clock) {
        return open(directory, limits, clock, FileLimits.DEFAULT, MIGRATIONS);
    }

    static DiskStore open(
            Path directory, StoreLimits limits, InstantSource clock, FileLimits file, List<Migration> migrations) {
        Permissions.prepare(directory);
        StateLock lock = StateLock.take(directory);
        Path path = directory.resolve(StateFile.NAME);
        try {
            Writer writer = new Writer(path, lock, () -> StateFile.open(path, lock.mark(), file, migrations));
            return new DiskStore(lock, writer, limits, clock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Writes everything to that file, which must not exist; it is synced, and its owner's alone. Writes to the store wait
     * meanwhile. Returns how many entries that were.
     *
     * @throws StoreException when something stored is damaged, or the file cannot be written; it is removed then
     */
    public long backup(Path file) {
        return writer.write(tables -> BackupFile.write(tables, file));
    }

    /**
     * Makes a backup the content of that directory. What was there is kept beside it, in {@code state.db.replaced}; where the
     * backup turns out to be damaged, nothing has changed. Returns how many entries it has.
     *
     * @throws StoreException when another process has the directory, or the backup cannot be used
     */
    public static long restore(Path backup, Path directory) {
        Permissions.prepare(directory);
        try (StateLock lock = StateLock.take(directory)) {
            return BackupFile.restore(backup, directory.resolve(StateFile.NAME), lock, MIGRATIONS);
        }
    }

    /** The process that had the store of that directory last, and has it yet where it is in use; empty where it cannot be told. */
    public static OptionalLong holder(Path directory) {
        return StateLock.holder(directory);
    }

    /**
     * Reads a backup to its end. Returns how many entries it has.
     *
     * @throws StoreException when it is damaged, or no backup
     */
    public static long check(Path backup) {
        return BackupFile.check(backup);
    }

    /** Whether anything was ever stored in that directory. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(StateFile.NAME));
    }

    @Override
    public KeyValues values() {
        return values;
    }

    @Override
    public Logs logs() {
        return logs;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Topics topics() {
        return topics;
    }

    @Override
    public void close() {
        topics.close();
        writer.close();
        lock.close();
    }
}
