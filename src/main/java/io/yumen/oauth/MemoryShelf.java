package io.yumen.oauth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A shelf that ends with the process. What was not used for longest goes first when it is full. */
public final class MemoryShelf implements Shelf {
    private static final int MOST = 100_000;
    private static final float LOAD = 0.75f;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, String> entries = new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public Optional<String> get(String key) {
        lock.lock();
        try {
            return Optional.ofNullable(entries.get(key));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(String key, String sealed) {
        lock.lock();
        try {
            entries.put(key, sealed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(String key) {
        lock.lock();
        try {
            entries.remove(key);
        } finally {
            lock.unlock();
        }
    }
}
