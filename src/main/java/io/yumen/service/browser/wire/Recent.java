package io.yumen.service.browser.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** The last of what has happened in a tab, by numbers that are never used again. Safe for many threads. */
final class Recent<T> {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, T> entries = new LinkedHashMap<>();
    private int last;

    Recent(int most) {
        this.most = most;
    }

    /** Adds what that makes of its number, and returns the number. */
    int add(IntFunction<T> made) {
        lock.lock();
        try {
            last++;
            entries.put(last, made.apply(last));
            if (entries.size() > most) {
                entries.remove(entries.keySet().iterator().next());
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Puts another in its place, if it is still there. */
    void change(int number, UnaryOperator<T> into) {
        lock.lock();
        try {
            entries.computeIfPresent(number, (same, entry) -> into.apply(entry));
        } finally {
            lock.unlock();
        }
    }

    List<T> all() {
        lock.lock();
        try {
            return List.copyOf(entries.values());
        } finally {
            lock.unlock();
        }
    }

    Optional<T> find(int number) {
        lock.lock();
        try {
            return Optional.ofNullable(entries.get(number));
        } finally {
            lock.unlock();
        }
    }
}
