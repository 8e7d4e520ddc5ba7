package io.yumen.hub;

import io.yumen.backend.ListKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Gathers for one subscription what may have changed, until its thread looks. Safe for many threads; telling never waits. */
final class Watch {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private Map<ListKind, Set<String>> changes = new EnumMap<>(ListKind.class);
    private boolean isFleetOther;
    private boolean isEnded;

    /** A list may look different now, because of something that the hub noticed. */
    void suspect(ListKind kind) {
        tell(() -> changes.computeIfAbsent(kind, ignored -> new HashSet<>()));
    }

    /** A server says that its list is different now. */
    void announce(ListKind kind, String server) {
        tell(() -> changes.computeIfAbsent(kind, ignored -> new HashSet<>()).add(server));
    }

    /** The hub has other servers now. */
    void fleetChanged() {
        tell(() -> isFleetOther = true);
    }

    /** Nobody listens any more. */
    void end() {
        tell(() -> isEnded = true);
    }

    /** Waits until there is something, then gathers what comes within that time. */
    Batch next(Duration gathering) {
        lock.lock();
        try {
            while (changes.isEmpty() && !isFleetOther && !isEnded) {
                told.awaitUninterruptibly();
            }
            gather(gathering.toNanos());
            Batch batch = new Batch(changes, isFleetOther, isEnded);
            changes = new EnumMap<>(ListKind.class);
            isFleetOther = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void gather(long nanos) {
        long left = nanos;
        try {
            while (left > 0 && !isEnded) {
                left = told.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isEnded = true;
        }
    }

    private void tell(Runnable change) {
        lock.lock();
        try {
            change.run();
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What may have changed.
     *
     * @param changes lists that may be different, with the servers that say so of theirs
     * @param isFleetOther whether servers came or went
     * @param isEnded whether this is the last batch
     */
    record Batch(Map<ListKind, Set<String>> changes, boolean isFleetOther, boolean isEnded) {}
}
