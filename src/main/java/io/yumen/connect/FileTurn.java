package io.yumen.connect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A turn that one process of a user has at a time: a lock on a file, which the system takes back with the process. Within one
 * process it is taken once: another opening of the file would end it.
 */
final class FileTurn implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileTurn.class);

    private final @Nullable FileChannel channel;

    private FileTurn(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it; empty where another process has it.
     *
     * @throws IOException where the file cannot be used
     */
    static Optional<FileTurn> take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FolderShelf.ofUserAlone(file));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            log.atTrace().log("This process has the turn already");
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new FileTurn(channel));
    }

    /** A turn where there is no file to take turns with: everybody has it. */
    static FileTurn ofEverybody() {
        return new FileTurn(null);
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("The turn ends with the process");
        }
    }
}
