package io.yumen.store.disk;

import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open file: what is in it is read, whole, and of the format that we write. */
final class StateFile implements AutoCloseable {
    /** What it is called in its directory. */
    static final String NAME = "state.db";

    /** How much of the file is live, after it was compacted for long enough. */
    private static final int TARGET_FILL_PERCENT = 80;

    /** A file of which less is live is worth being compacted. */
    private static final int LOOSE_FILL_PERCENT = 50;

    /** What is written anew in one step. */
    private static final int REWRITTEN_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final MVStore store;
    private final Tables tables;
    private final int schema;
    private final boolean isEmpty;
    private final FileLimits limits;
    private long commits;

    private StateFile(Path file, MVStore store, FileLimits limits) {
        this.file = file;
        this.store = store;
        this.limits = limits;
        tables = new Tables(file, store);
        schema = tables.schema();
        isEmpty = tables.verify() == 0;
    }

    /**
     * Opens the file, makes it where it is missing, and brings it to the newest format.
     *
     * @param mark the number of the last write that is known to have been answered
     * @param migrations what leads from each format to the next: the first from 1 to 2
     * @throws StoreException when it is damaged, newer than we are, or cannot be used
     */
    static StateFile open(Path file, long mark, FileLimits limits, List<Migration> migrations) {
        if (mark > 0 && !hasContent(file)) {
            throw Failures.damaged(file, "it is gone or empty", null);
        }
        StateFile opened = open(file, limits);
        try {
            opened.requireWhole(mark);
            if (opened.isOlder(migrations)) {
                opened.close();
                copy(file, opened.schema);
                opened = open(file, limits);
                opened.migrate(migrations);
            }
            return opened;
        } catch (RuntimeException e) {
            opened.abandon();
            throw Failures.of(file, e);
        }
    }

    private static boolean hasContent(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static StateFile open(Path file, FileLimits limits) {
        // Opened here, because the library leaves a file open that it fails to read.
        ScannedFile opened = new ScannedFile(limits.cacheMebibytes());
        try {
            Permissions.create(file);
            opened.open(PlainPath.of(file), false, null);
            MVStore store = new MVStore.Builder()
                    .adoptFileStore(opened)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            store.setRetentionTime(limits.retentionMillis());
            return new StateFile(file, store, limits);
        } catch (IOException e) {
            throw Failures.unusable(Permissions.directoryOf(file), e);
        } catch (RuntimeException e) {
            close(opened);
            throw Failures.of(file, e);
        }
    }

    private static void close(ScannedFile opened) {
        try {
            opened.close();
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The state file was not open");
        }
    }

    /** What is in it. */
    Tables tables() {
        return tables;
    }

    /** Writes what has changed. When it returns, it is on the disk. */
    void commit() {
        store.commit();
        store.sync();
        commits++;
    }

    /** Whether the file is large, and so little of it live that it is worth being compacted. */
    boolean isLoose() {
        return commits > 0
                && commits % limits.commitsPerLook() == 0
                && store.getFileStore().size() > limits.compactAboveBytes()
                && store.getFileStore().getChunksFillRate() < LOOSE_FILL_PERCENT;
    }

    /**
     * Writes what is live of sparse chunks anew, so that their space is used again. Chunks are never moved in place, as the
     * library's own compaction of a file does: a process that is killed while it does so can lose what was confirmed.
     */
    void compact() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.compactionMillis());
        boolean isRewritten = true;
        while (isRewritten && System.nanoTime() - end < 0) {
            isRewritten = store.compact(TARGET_FILL_PERCENT, REWRITTEN_BYTES);
            store.commit();
            store.sync();
        }
    }

    /** Lets go of the file without writing. */
    void abandon() {
        store.closeImmediately();
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("The state file was not closed well");
        }
    }

    private void requireWhole(long mark) {
        if (tables.sequence() < mark) {
            throw Failures.damaged(
                    file,
                    "it ends with write " + tables.sequence() + ", but write " + mark
                            + " was confirmed: what came between is gone",
                    null);
        }
    }

    /** Whether it has an older format; an empty file gets the newest. */
    private boolean isOlder(List<Migration> migrations) {
        int newest = migrations.size() + 1;
        if (schema > newest) {
            throw new StoreException(
                    Code.NEWER,
                    "The state file " + file + " was written by a newer Yumen: its format is " + schema
                            + ", and this one knows"
                            + " none above " + newest + ". Run the newer one, or restore a backup that this one made:"
                            + " yumen restore FILE --force",
                    null);
        }
        if (schema == 0) {
            if (!isEmpty) {
                throw Failures.damaged(file, "it does not say its format", null);
            }
            tables.schema(newest);
            commit();
        }
        return schema > 0 && schema < newest;
    }

    private void migrate(List<Migration> migrations) {
        int newest = migrations.size() + 1;
        migrations.subList(schema - 1, migrations.size()).forEach(migration -> migration.apply(tables));
        tables.schema(newest);
        commit();
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("from", schema)
                .addKeyValue("to", newest)
                .log("The state file has a new format");
    }

    private static void copy(Path file, int schema) {
        Path copy = file.resolveSibling(NAME + ".format" + schema);
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw Failures.unwritten(copy, e);
        }
        LOG.atInfo().addKeyValue("copy", copy).log("The state file was copied, because its format changes");
    }
}
