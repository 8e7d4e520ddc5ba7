package io.yumen.store.memory;

import io.yumen.store.Key;
import io.yumen.store.LogRecord;
import io.yumen.store.Logs;
import io.yumen.store.StoreLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Logs in sorted maps. */
final class MemoryLogs implements Logs {
    /** A log's records by their numbers, and the number that the next one gets. */
    private static final class Log {
        private final TreeMap<Long, LogRecord> records = new TreeMap<>();
        private long next = 1;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Log> logs = new HashMap<>();
    private final StoreLimits limits;
    private final Runnable requireOpen;

    MemoryLogs(StoreLimits limits, Runnable requireOpen) {
        this.limits = limits;
        this.requireOpen = requireOpen;
    }

    @Override
    public long append(Key log, String text) {
        check(log);
        limits.checkText(text);
        lock.lock();
        try {
            Log appended = logs.computeIfAbsent(log, key -> new Log());
            long sequence = appended.next++;
            appended.records.put(sequence, new LogRecord(sequence, text));
            return sequence;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<LogRecord> read(Key log, long from, int limit) {
        int most = limits.page(limit);
        check(log);
        lock.lock();
        try {
            return find(log).records.tailMap(from, true).values().stream()
                    .limit(most)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long next(Key log) {
        check(log);
        lock.lock();
        try {
            return find(log).next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long trim(Key log, long before) {
        check(log);
        lock.lock();
        try {
            NavigableMap<Long, LogRecord> trimmed = find(log).records.headMap(before, false);
            int removed = trimmed.size();
            trimmed.clear();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private Log find(Key log) {
        return logs.getOrDefault(log, new Log());
    }

    private void check(Key log) {
        limits.check(log);
        requireOpen.run();
    }
}
