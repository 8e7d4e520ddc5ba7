package io.yumen.auth;

import io.yumen.tenant.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on for longer than a request (a stream, a socket, a subscription) and ends with the credential that let it in: when that
 * expires, and when it is taken back. One thread waits for the next end of all of them; a request that ends by itself costs
 * nothing here. Safe for many threads; what ends is told on a thread of its own.
 */
public final class Stays implements AutoCloseable {
    /** How long a request takes at most from being let in until it stays: so long is it known what was taken back meanwhile. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** The clock of the machine may be set: so often is it looked at. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Stays.class);

    private final InstantSource clock;
    private final List<Consumer<Withdrawal>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Entry> stays = new HashSet<>();
    private final TreeSet<Due> due =
            new TreeSet<>(Comparator.comparing(Due::time).thenComparingLong(Due::number));
    private final Deque<Past> past = new ArrayDeque<>();
    private long numbers;
    private boolean waiting;
    private boolean closed;
    private volatile long withdrawals;

    public Stays(InstantSource clock) {
        this.clock = clock;
    }

    /** Something that stays. */
    @FunctionalInterface
    public interface Stay {
        /** One that nothing ends. */
        Stay FREE = () -> {};

        /** It is over by itself. */
        void over();
    }

    /** How many credentials were taken back so far: asked before somebody is let in ({@link Access#takenBack}). */
    public long count() {
        return withdrawals;
    }

    /**
     * Somebody stays who came in by that access.
     *
     * @param end is told once why he has to go, and soon where he has to go already
     */
    public Stay begin(Access access, Consumer<String> end) {
        Entry entry = new Entry(access, end);
        String over;
        lock.lock();
        try {
            over = objection(access);
            if (over.isEmpty()) {
                stays.add(entry);
                Instant expires = access.expires();
                if (expires != null) {
                    entry.due = schedule(expires, () -> leave(entry, "The credential has expired"));
                }
            }
        } finally {
            lock.unlock();
        }
        if (!over.isEmpty()) {
            entry.tell(over);
        }
        return () -> forget(entry);
    }

    /** Why that access does not hold any more, which was granted a moment ago; empty where nothing was taken back since. */
    public String missed(Access access) {
        if (access.takenBack() == withdrawals) {
            return "";
        }
        lock.lock();
        try {
            return objection(access);
        } finally {
            lock.unlock();
        }
    }

    /** Has that told of everything that is taken back, before {@link #withdraw} returns; must not block. */
    public void listen(Consumer<Withdrawal> listener) {
        listeners.add(listener);
    }

    /** Ends what hangs on that, at once. */
    public void withdraw(Withdrawal what) {
        List<Entry> leaving = new ArrayList<>();
        lock.lock();
        try {
            long number = withdrawals + 1;
            past.addLast(new Past(number, System.nanoTime(), what));
            forgetPast();
            withdrawals = number;
            stays.stream().filter(entry -> what.covers(entry.access)).forEach(leaving::add);
        } finally {
            lock.unlock();
        }
        try {
            listeners.forEach(listener -> listener.accept(what));
        } finally {
            leaving.forEach(entry -> leave(entry, what.reason()));
        }
    }

    /** Ends what hangs on that, at that time. */
    public void withdrawAt(Instant time, Withdrawal what) {
        lock.lock();
        try {
            schedule(time, () -> withdraw(what));
        } finally {
            lock.unlock();
        }
    }

    /** Waits for nothing more; ends nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends what is due by the clock. */
    void turn() {
        for (Due next = next(); next != null; next = next()) {
            try {
                next.task().run();
            } catch (RuntimeException e) {
                // Of a listener; what else is due ends all the same, and what is due later.
                LOG.atError().setCause(e).log("Not everybody could be told of a credential that ended");
            }
        }
    }

    private @Nullable Due next() {
        lock.lock();
        try {
            boolean isDue =
                    !due.isEmpty() && !clock.instant().isBefore(due.first().time());
            return isDue ? due.pollFirst() : null;
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private String objection(Access access) {
        return past.stream()
                .filter(one -> one.number() > access.takenBack() && one.what().covers(access))
                .findFirst()
                .map(one -> one.what().reason())
                .orElse("");
    }

    /** The lock is held. */
    private void forgetPast() {
        long old = System.nanoTime() - REMEMBERED.toNanos();
        while (past.getFirst().nanos() - old < 0) {
            past.removeFirst();
        }
    }

    /** The lock is held. */
    private Due schedule(Instant time, Runnable task) {
        Due added = new Due(time, numbers++, task);
        due.add(added);
        if (!waiting && !closed) {
            waiting = true;
            Thread.ofVirtual().name("access-end").start(this::run);
        } else if (due.first().equals(added)) {
            changed.signalAll();
        }
        return added;
    }

    private void run() {
        try {
            while (await()) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until something is due; false when nothing will be. */
    private boolean await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !due.isEmpty()) {
                Duration left = Duration.between(clock.instant(), due.first().time());
                if (!left.isPositive()) {
                    return true;
                }
                Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
                long ignored = changed.awaitNanos(wait.toNanos());
            }
            waiting = false;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Entry entry, String why) {
        if (forget(entry)) {
            entry.tell(why);
        }
    }

    private boolean forget(Entry entry) {
        lock.lock();
        try {
            if (entry.due != null) {
                due.remove(entry.due);
            }
            return stays.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    private record Past(long number, long nanos, Withdrawal what) {}

    private record Due(Instant time, long number, Runnable task) {}

    private static final class Entry {
        private final Access access;
        private final Consumer<String> end;
        private @Nullable Due due;

        Entry(Access access, Consumer<String> end) {
            this.access = access;
            this.end = end;
        }

        void tell(String why) {
            Thread.ofVirtual().name("access-ended").start(() -> end.accept(why));
        }
    }
}
