package io.yumen.store.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * A file that stays open when a thread is interrupted while it reads. The JDK's own channel closes then, for everybody, and callers
 * of the gateway are interrupted whenever a client gives up.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // A lock of our own stands for the monitor.
final class PlainFile extends FileBaseDefault {
    private final ReentrantLock lock = new ReentrantLock();
    private final RandomAccessFile file;

    PlainFile(String name, String mode) throws IOException {
        file = new RandomAccessFile(name, mode);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        byte[] bytes = new byte[target.remaining()];
        int count = read(bytes, position);
        if (count > 0) {
            target.put(bytes, 0, count);
        }
        return count;
    }

    private int read(byte[] bytes, long position) throws IOException {
        lock.lock();
        try {
            file.seek(position);
            return file.read(bytes);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        lock.lock();
        try {
            file.seek(position);
            file.write(bytes);
        } finally {
            lock.unlock();
        }
        return bytes.length;
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.getFD().sync();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.getChannel().tryLock(position, size, shared);
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        file.setLength(size);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
