package io.yumen.audit.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits to be sent: so many records, and so many bytes. Safe for many threads. */
final class Outbox {
    private final int most;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean isClosed;

    Outbox(SinkLimits limits) {
        this.most = limits.queue();
        this.mostBytes = limits.queueBytes();
    }

    /** Takes records in as long as there is room; returns how many there was none for. Never waits. */
    int offer(List<byte[]> records) {
        lock.lock();
        try {
            int taken = 0;
            while (taken < records.size() && hasRoom(records.get(taken))) {
                byte[] record = records.get(taken++);
                waiting.add(record);
                bytes += record.length;
            }
            changed.signal();
            return records.size() - taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for records, and hands out some; none when it is closed and empty. */
    List<byte[]> take(int some) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !isClosed) {
                changed.await();
            }
            List<byte[]> out = new ArrayList<>(Math.min(some, waiting.size()));
            while (out.size() < some && !waiting.isEmpty()) {
                byte[] record = waiting.remove();
                bytes -= record.length;
                out.add(record);
            }
            return out;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing new in. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(byte[] record) {
        return !isClosed && waiting.size() < most && bytes + record.length <= mostBytes;
    }
}
