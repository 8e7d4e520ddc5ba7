package io.yumen.store.disk;

import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says who has the state, and how far its writes were answered. It is locked as long as somebody has; the system lets
 * go of it with the process. It is not synced: after loss of power it may say less than is true, never more.
 */
final class StateLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLock.class);
    private static final String NAME = "state.lock";

    /** The digits of the mark stand before the process, so that both can be read and written by themselves. */
    private static final int MARK_BYTES = 20;

    private static final int MAX_BYTES = 200;
    private static final String PROCESS = "process ";

    private final Path file;
    private final FileChannel channel;

    private StateLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the state of that directory.
     *
     * @throws StoreException when somebody else has it, or the directory cannot be used
     */
    static StateLock take(Path directory) {
        Path file = directory.resolve(NAME);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    Permissions.ofFile(file));
            if (!isTaken(channel)) {
                String holder = holder(channel);
                channel.close();
                throw new StoreException(Code.IN_USE, inUse(directory, holder), null);
            }
            StateLock lock = new StateLock(file, channel);
            if (channel.size() < MARK_BYTES) {
                lock.mark(0);
            }
            channel.truncate(MARK_BYTES);
            lock.write(MARK_BYTES, "\n" + PROCESS + ProcessHandle.current().pid() + "\n");
            return lock;
        } catch (IOException e) {
            close(channel);
            throw Failures.unusable(directory, e);
        }
    }

    /** The process that had the state of that directory last, and has it yet where it is in use; empty where it cannot be told. */
    static OptionalLong holder(Path directory) {
        Path file = directory.resolve(NAME);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return OptionalLong.of(Long.parseLong(holder(channel).substring(PROCESS.length())));
        } catch (IOException | RuntimeException e) {
            LOG.atDebug().setCause(e).addKeyValue("file", file).log("It does not say who has the state");
            return OptionalLong.empty();
        }
    }

    /** The number of the last write that was answered, or 0. */
    long mark() {
        try {
            String digits = read(channel).lines().findFirst().orElse("").strip();
            return digits.isEmpty() ? 0 : Long.parseLong(digits);
        } catch (IOException | NumberFormatException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("The lock file is unreadable");
            return 0;
        }
    }

    /** Notes that this write, and all before it, are answered now. */
    void mark(long sequence) {
        try {
            write(0, String.format(Locale.ROOT, "%0" + MARK_BYTES + "d", sequence));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("The lock file cannot be written");
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String inUse(Path directory, String holder) {
        return "The state in " + directory + " is in use by " + holder
                + ". Stop that process, or let this one use another directory: state.directory in the configuration";
    }

    private static String holder(FileChannel channel) throws IOException {
        return read(channel)
                .lines()
                .filter(line -> line.startsWith(PROCESS))
                .findFirst()
                .orElse("another process");
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private void write(long position, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), position);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("The lock file cannot be closed");
        }
    }
}
