package io.yumen.channel;

import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;

/** The messages that were taken, by the names that their client gave them: the last ones only. Safe for many threads. */
final class Repeats {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashSet<String> taken = new LinkedHashSet<>();

    /** @param most how many are known again */
    Repeats(int most) {
        this.most = most;
    }

    /** Takes a message that was not taken before; one whose taking fails was not taken. */
    void once(String key, Runnable take) {
        if (!add(key)) {
            return;
        }
        boolean isTaken = false;
        try {
            take.run();
            isTaken = true;
        } finally {
            if (!isTaken) {
                remove(key);
            }
        }
    }

    private boolean add(String key) {
        lock.lock();
        try {
            if (!taken.add(key)) {
                return false;
            }
            if (taken.size() > most) {
                taken.removeFirst();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void remove(String key) {
        lock.lock();
        try {
            taken.remove(key);
        } finally {
            lock.unlock();
        }
    }
}
