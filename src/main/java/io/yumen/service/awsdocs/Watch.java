package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import io.yumen.service.awsdocs.upstream.PageAddress;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells who listens to a page when its text is another: looks at it when its copy is out of date, which makes the shelf ask AWS whether
 * there is a new one. Safe for many threads; it looks on one of its own until nobody listens.
 */
final class Watch {
    /** In place of the hash of a page that is not there. */
    private static final String GONE = "gone";

    /** The same of one that could not be looked at: when it can, that counts as a change. */
    private static final String UNKNOWN = "unknown";

    private static final String NOT_LOOKED = "";

    private final Library library;
    private final PageAddress page;
    private final WatchLimits limits;
    private final Semaphore looking;
    private final Cancellation end = new Cancellation();
    private final CountDownLatch looked = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Listener> listeners = new HashSet<>();
    private String seen = NOT_LOOKED;

    /** Somebody who listens; he is another than each other one. */
    static final class Listener {
        private final Runnable told;

        /** The hash of the text that he knows. */
        private String known = NOT_LOOKED;

        /** @param told is run when the text is another than when he came; returns at once */
        Listener(Runnable told) {
            this.told = told;
        }

        private void see(String hash) {
            boolean isNews = !known.equals(NOT_LOOKED) && !known.equals(hash);
            known = hash;
            if (isNews) {
                told.run();
            }
        }
    }

    Watch(Library library, PageAddress page, WatchLimits limits, Semaphore looking) {
        this.library = library;
        this.page = page;
        this.limits = limits;
        this.looking = looking;
    }

    Watch started() {
        Thread.ofVirtual().name("awsdocs-watch").start(this::run);
        return this;
    }

    void add(Listener listener) {
        lock.lock();
        try {
            listener.known = seen;
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody listens still; where nobody does, it ends. */
    boolean remove(Listener listener) {
        boolean isHeard;
        lock.lock();
        try {
            listeners.remove(listener);
            isHeard = !listeners.isEmpty();
        } finally {
            lock.unlock();
        }
        if (!isHeard) {
            end.cancel();
        }
        return isHeard;
    }

    /** Waits until the listener knows how the page is, that long at most; what was before the end of that, he does not know. */
    void await(Listener listener, Duration time) throws InterruptedException {
        if (looked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            return;
        }
        lock.lock();
        try {
            listener.known = listener.known.equals(NOT_LOOKED) ? UNKNOWN : listener.known;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = limits.least();
        try {
            while (!end.isCancelled()) {
                Optional<Duration> good = look();
                looked.countDown();
                end.pause(good.orElse(pause));
                Duration twice = pause.multipliedBy(2);
                Duration longer = twice.compareTo(limits.most()) < 0 ? twice : limits.most();
                pause = good.isPresent() ? limits.least() : longer;
            }
        } catch (RpcException over) {
            // Nobody listens any more.
        } finally {
            looked.countDown();
        }
    }

    /** Looks once; says how long that is enough, where there was an answer that is not out of date. */
    private Optional<Duration> look() {
        looking.acquireUninterruptibly();
        try {
            Optional<Library.Copy> copy = library.sight(page, end);
            see(copy.map(there -> there.document().hash()).orElse(GONE));
            return copy.isEmpty() ? Optional.of(limits.gone()) : enough(copy.get());
        } catch (UpstreamFailed e) {
            see(UNKNOWN);
            return Optional.empty();
        } finally {
            looking.release();
        }
    }

    private Optional<Duration> enough(Library.Copy copy) {
        if (copy.note().isPresent()) {
            return Optional.empty();
        }
        boolean isLong = copy.good().compareTo(limits.least()) > 0;
        return Optional.of(isLong ? copy.good() : limits.least());
    }

    private void see(String hash) {
        lock.lock();
        try {
            boolean isFirst = seen.equals(NOT_LOOKED);
            if (isFirst || !hash.equals(UNKNOWN)) {
                seen = hash;
                listeners.forEach(listener -> listener.see(hash));
            }
        } finally {
            lock.unlock();
        }
    }
}
