package io.yumen.service.kubernetes.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The kinds of clusters, as each identity sees them, for a while: asking for them is a large answer. Safe for many threads. */
final class KindsCache {
    private static final int MOST = 500;
    private static final long GOOD_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** A kind that is not there may have been made since: then it is looked again, but not all the time. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Whose kinds.
     *
     * @param as the mark of who asks
     */
    record Key(String cluster, String server, String as) {}

    private record Known(Kinds kinds, long nanos) {}

    Kinds of(Key key, Supplier<Kinds> asking) {
        return of(key, GOOD_NANOS, asking);
    }

    /** The same, as they have been lately. */
    Kinds fresh(Key key, Supplier<Kinds> asking) {
        return of(key, FRESH_NANOS, asking);
    }

    private Kinds of(Key key, long age, Supplier<Kinds> asking) {
        Known before;
        lock.lock();
        try {
            before = known.get(key);
        } finally {
            lock.unlock();
        }
        if (before != null && System.nanoTime() - before.nanos < age) {
            return before.kinds;
        }
        Known now = new Known(asking.get(), System.nanoTime());
        lock.lock();
        try {
            known.put(key, now);
        } finally {
            lock.unlock();
        }
        return now.kinds;
    }
}
