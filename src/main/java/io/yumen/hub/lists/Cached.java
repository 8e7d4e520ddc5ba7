package io.yumen.hub.lists;

import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a server said, until it says something else. Whoever asks while it is being read waits for the same
 * reading; a reading goes on when those who wait have given up. Safe for many threads.
 *
 * @param <T> what is said; compared by {@code equals}, so that the same content stays the same instance
 */
public final class Cached<T> {
    private final String name;
    private final ListLimits limits;
    private final InstantSource clock;
    private final Runnable arrived;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable T value;
    private Instant readAt = Instant.MIN;
    private Instant expiresAt = Instant.MIN;
    private @Nullable RpcException failure;
    private Instant failedAt = Instant.MIN;
    private @Nullable Reading reading;
    private boolean isLate;
    private boolean isMissed;

    /**
     * @param name what the reading thread is called
     * @param arrived runs when a reading brought something else than what was handed out since the reading before
     */
    Cached(String name, ListLimits limits, InstantSource clock, Runnable arrived) {
        this.name = name;
        this.limits = limits;
        this.clock = clock;
        this.arrived = arrived;
    }

    /** The value if it need not be read again, else null. */
    public @Nullable T fresh() {
        lock.lock();
        try {
            return isFresh() ? value : null;
        } finally {
            lock.unlock();
        }
    }

    /** The value, whatever its age, or null where there is none. */
    public @Nullable T known() {
        lock.lock();
        try {
            return value;
        } finally {
            lock.unlock();
        }
    }

    /** The value, unless something said that it is another one by now; null where there is none, or it is so. */
    @Nullable
    T undisputed() {
        lock.lock();
        try {
            return expiresAt.equals(Instant.MIN) ? null : value;
        } finally {
            lock.unlock();
        }
    }

    /** Why the last reading failed, or null where it did not. */
    public @Nullable RpcException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next request read it again; a reading that is under way does not count as new. */
    public void invalidate() {
        lock.lock();
        try {
            expiresAt = Instant.MIN;
            failedAt = Instant.MIN;
            if (reading != null) {
                reading.isOutdated = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next request read it again, unless it is being read. */
    public void expire() {
        lock.lock();
        try {
            failedAt = Instant.MIN;
            if (reading == null) {
                expiresAt = Instant.MIN;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins to read it where that is necessary. Does not wait. */
    public void refresh(Supplier<Read<T>> reader) {
        lock.lock();
        try {
            boolean isResting = failedAt.plus(limits.retryPause()).isAfter(clock.instant());
            if (reading == null && !isResting && !isFresh()) {
                Reading begun = new Reading(reader);
                reading = begun;
                Thread.ofVirtual().name(name).start(begun);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What it is now, whatever is under way. */
    public Answer<T> atHand() {
        lock.lock();
        try {
            return answer();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the reading under way, if any: up to the first or the later wait since it began. */
    public Answer<T> await() {
        return await(limits.firstWait(), limits.laterWait());
    }

    /** Waits for the reading under way until it is done, at most that long. */
    public Answer<T> await(Duration limit) {
        return await(limit, limit);
    }

    private Answer<T> await(Duration firstWait, Duration laterWait) {
        Reading current;
        Duration left;
        lock.lock();
        try {
            if (reading == null) {
                return answer();
            }
            current = reading;
            Duration wait = failure == null && !isLate ? firstWait : laterWait;
            left = Duration.between(clock.instant(), current.begunAt.plus(wait));
        } finally {
            lock.unlock();
        }
        boolean isDone = current.await(left);
        lock.lock();
        try {
            isLate |= !isDone;
            return answer();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh() {
        return value != null && expiresAt.isAfter(clock.instant());
    }

    private Answer<T> answer() {
        T current = value;
        if (current != null && isFresh()) {
            return new Answer.Fresh<>(current);
        }
        isMissed = true;
        RpcException trouble = failure == null ? RpcException.unavailable("It has not answered yet") : failure;
        boolean isTooOld = readAt.plus(limits.staleFor()).isBefore(clock.instant());
        return current == null || isTooOld ? new Answer.Missing<>(trouble) : new Answer.Stale<>(current, trouble);
    }

    private void succeed(Reading done, Read<T> read) {
        boolean isNews;
        lock.lock();
        try {
            reading = null;
            failure = null;
            isLate = false;
            boolean isChanged = value != null && !value.equals(read.value());
            isNews = isChanged || isMissed;
            isMissed = false;
            if (value == null || isChanged) {
                value = read.value();
            }
            readAt = clock.instant();
            expiresAt = done.isOutdated ? Instant.MIN : expiry(read.keep());
        } finally {
            lock.unlock();
        }
        done.finished.countDown();
        if (isNews) {
            arrived.run();
        }
    }

    private Instant expiry(Duration keep) {
        return keep.equals(Read.UNTIL_CHANGED) ? Instant.MAX : readAt.plus(keep);
    }

    private void fail(Reading done, RpcException reason) {
        lock.lock();
        try {
            reading = null;
            failure = reason;
            failedAt = clock.instant();
        } finally {
            lock.unlock();
        }
        done.finished.countDown();
    }

    /** What a reading brought, and how long it may be kept. */
    public record Read<T>(T value, Duration keep) {
        /** Until it is invalidated. */
        public static final Duration UNTIL_CHANGED = Duration.ofSeconds(Long.MAX_VALUE);
    }

    private final class Reading implements Runnable {
        private final Supplier<Read<T>> reader;
        private final Instant begunAt = clock.instant();
        private final CountDownLatch finished = new CountDownLatch(1);
        private boolean isOutdated;

        Reading(Supplier<Read<T>> reader) {
            this.reader = reader;
        }

        @Override
        public void run() {
            try {
                succeed(this, reader.get());
            } catch (RpcException e) {
                fail(this, e);
            } catch (RuntimeException | Error e) {
                fail(this, RpcException.internal(e.toString()));
            }
        }

        boolean await(Duration left) {
            try {
                return finished.await(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
