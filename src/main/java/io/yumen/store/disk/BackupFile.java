package io.yumen.store.disk;

import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups as files: written whole and synced or not at all, and restored whole or not at all. */
final class BackupFile {
    private static final Logger LOG = LoggerFactory.getLogger(BackupFile.class);

    /** How many entries are restored between two commits, so that memory does not have to hold them all. */
    private static final int ENTRIES_PER_COMMIT = 10_000;

    private BackupFile() {}

    static long write(Tables tables, Path file) {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Permissions.ofFile(file))) {
            long entries = Backup.write(tables, stream(channel));
            channel.force(true);
            Permissions.sync(file);
            return entries;
        } catch (IOException e) {
            remove(file);
            throw unwritten(file, e);
        } catch (UncheckedIOException e) {
            remove(file);
            throw unwritten(file, e);
        } catch (StoreException e) {
            remove(file);
            throw e;
        }
    }

    static long check(Path backup) {
        try (InputStream in = Files.newInputStream(backup)) {
            return Backup.read(backup, in, (table, key, text) -> {});
        } catch (IOException e) {
            throw new StoreException(Code.UNAVAILABLE, backup + " cannot be read: " + e, e);
        }
    }

    /** At each moment of it, the old or the new file is in place. */
    static long restore(Path backup, Path file, StateLock lock, List<Migration> migrations) {
        Path restored = file.resolveSibling(StateFile.NAME + ".restoring");
        remove(restored);
        try (InputStream in = Files.newInputStream(backup)) {
            long entries = fill(restored, backup, in, migrations);
            // Nothing takes its place that could not be opened.
            StateFile.open(restored, 0, FileLimits.DEFAULT, migrations).close();
            if (Files.exists(file)) {
                Files.copy(
                        file,
                        file.resolveSibling(StateFile.NAME + ".replaced"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            // What was confirmed is now what the backup says.
            lock.mark(0);
            Files.move(restored, file, StandardCopyOption.ATOMIC_MOVE);
            Permissions.sync(file);
            return entries;
        } catch (IOException e) {
            throw new StoreException(Code.UNAVAILABLE, backup + " cannot be restored: " + e, e);
        } finally {
            remove(restored);
        }
    }

    private static long fill(Path restored, Path backup, InputStream in, List<Migration> migrations)
            throws IOException {
        long[] count = {0};
        try (StateFile fresh = StateFile.open(restored, 0, FileLimits.DEFAULT, migrations)) {
            long entries = Backup.read(backup, in, (table, key, text) -> {
                fresh.tables().table(table).put(key, text);
                count[0]++;
                if (count[0] % ENTRIES_PER_COMMIT == 0) {
                    fresh.commit();
                }
            });
            fresh.commit();
            return entries;
        }
    }

    /** A stream whose end leaves the channel open, for its sync. */
    private static OutputStream stream(FileChannel channel) {
        OutputStream out = Channels.newOutputStream(channel);
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    private static StoreException unwritten(Path file, Exception cause) {
        return new StoreException(Code.UNAVAILABLE, "The backup " + file + " cannot be written: " + cause, cause);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("Not removed");
        }
    }
}
