package io.yumen.backend.legacy;

import io.yumen.exchange.Caller;
import io.yumen.protocol.Era;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which client of the legacy era was sent to which page, so that it hears when the visit is over. Those that never are over
 * are forgotten, oldest first.
 */
final class Visitors {
    private static final int MOST = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Caller> sent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Caller> eldest) {
            return size() > MOST;
        }
    };

    /** That caller is told of the visit of that id. */
    void sent(String id, Caller caller) {
        if (id.isEmpty() || caller.revision().era() != Era.LEGACY) {
            return;
        }
        lock.lock();
        try {
            sent.put(id, caller);
        } finally {
            lock.unlock();
        }
    }

    /** The visit is over; returns who is to hear of it, if anybody. */
    Optional<Caller> over(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(sent.remove(id));
        } finally {
            lock.unlock();
        }
    }
}
