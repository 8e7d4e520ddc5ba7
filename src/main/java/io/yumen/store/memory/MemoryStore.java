package io.yumen.store.memory;

import io.yumen.store.Counters;
import io.yumen.store.KeyValues;
import io.yumen.store.LocalTopics;
import io.yumen.store.Logs;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreLimits;
import io.yumen.store.Topics;
import java.time.InstantSource;

/** A store in memory. Nothing of it outlives the process. */
public final class MemoryStore implements Store {
    private final MemoryValues values;
    private final MemoryLogs logs;
    private final MemoryCounters counters;
    private final LocalTopics topics;
    private volatile boolean closed;

    /** An empty store; the clock says what has expired. */
    public MemoryStore(StoreLimits limits, InstantSource clock) {
        values = new MemoryValues(limits, clock, this::requireOpen);
        logs = new MemoryLogs(limits, this::requireOpen);
        counters = new MemoryCounters(limits, clock, this::requireOpen);
        topics = new LocalTopics(limits);
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
        closed = true;
        topics.close();
    }

    private void requireOpen() {
        if (closed) {
            throw StoreException.closed();
        }
    }
}
