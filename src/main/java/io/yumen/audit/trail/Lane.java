package io.yumen.audit.trail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder with a trail that this process alone writes, as long as it is open. */
final class Lane implements AutoCloseable {
    /** So many processes of one user may write at a time. */
    private static final int MOST = 64;

    private final Path folder;
    private final FileChannel file;

    private Lane(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /** Takes the first folder that nobody writes in. */
    static Lane claim(Path directory) throws IOException {
        for (int number = 1; number <= MOST; number++) {
            Path folder = directory.resolve(Integer.toString(number));
            Owned.directory(folder);
            FileChannel file =
                    Owned.open(folder.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            if (lock(file) != null) {
                return new Lane(folder, file);
            }
            file.close();
        }
        throw new IOException(MOST + " processes write audit trails in " + directory);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        // Its lock goes with it.
        file.close();
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
