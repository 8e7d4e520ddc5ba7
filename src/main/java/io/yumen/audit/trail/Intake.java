package io.yumen.audit.trail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits to be written. Many put in, one takes out. */
final class Intake {
    private final int capacity;
    private final int crowd;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private int watched;
    private boolean isClosed;

    Intake(int capacity) {
        this.capacity = capacity;
        this.crowd = Math.max(1, capacity / 2);
    }

    /** Takes a record in; says whether there was room. */
    boolean offer(Pending pending) {
        lock.lock();
        try {
            if (isClosed || waiting.size() >= capacity) {
                return false;
            }
            waiting.add(pending);
            if (pending instanceof Pending.Watched) {
                watched++;
                changed.signal();
            } else if (waiting.size() == 1 || waiting.size() == crowd) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for records, at most that long.
     *
     * @param linger how long the first one waits for others; not at all where somebody waits for one of them, or half
     *     of the room is taken
     * @param most how many are handed out
     */
    List<Pending> take(Duration limit, Duration linger, int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (waiting.isEmpty() && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
            left = linger.toNanos();
            while (!waiting.isEmpty() && watched == 0 && waiting.size() < crowd && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return hand(most);
        } finally {
            lock.unlock();
        }
    }

    /** Those that somebody waits for. */
    List<Pending.Watched> takeWatched() {
        lock.lock();
        try {
            List<Pending.Watched> out = new ArrayList<>(watched);
            waiting.removeIf(pending -> pending instanceof Pending.Watched one && out.add(one));
            watched = 0;
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

    boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
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

    private List<Pending> hand(int most) {
        List<Pending> out = new ArrayList<>(Math.min(most, waiting.size()));
        while (out.size() < most && !waiting.isEmpty()) {
            Pending next = waiting.remove();
            if (next instanceof Pending.Watched) {
                watched--;
            }
            out.add(next);
        }
        return out;
    }
}
