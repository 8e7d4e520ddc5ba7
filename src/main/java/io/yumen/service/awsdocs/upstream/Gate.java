package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets requests to one site through: so many at once, so many a second, none while the site asks for a pause, and for a while none after
 * it has failed several times; then one that tries. What a second try mended is no failure. Safe for many threads.
 */
final class Gate {
    private final String host;
    private final SitesLimits limits;
    private final long interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private int busy;
    private int waiting;

    /** When the next request is due, by its rate; before now where there are some to spare. */
    private long due = System.nanoTime();

    /** Until when the site does not want to be asked. */
    private long wanted = due;

    private int failures;
    private boolean shut;
    private boolean trying;
    private long triesAt;

    Gate(String host, SitesLimits limits) {
        this.host = host;
        this.limits = limits;
        this.interval = TimeUnit.SECONDS.toNanos(1) / limits.perSecond();
    }

    /** Waits until it is its turn, and takes it; whoever has it closes it. */
    Turn enter(Trip trip) throws UpstreamFailed {
        take(trip);
        Turn turn = new Turn();
        try {
            for (long wait = pass(trip, turn); wait > 0; wait = pass(trip, turn)) {
                trip.pause(Duration.ofNanos(wait));
            }
            return turn;
        } catch (UpstreamFailed | RuntimeException e) {
            giveBack();
            throw e;
        }
    }

    /** Why the site is left alone at the moment, if it is. */
    Optional<String> trouble() {
        lock.lock();
        try {
            if (shut) {
                return Optional.of(host + " " + failing());
            }
            return wanted - System.nanoTime() > 0 ? Optional.of(host + " asks for a pause") : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A request on its way. */
    final class Turn implements AutoCloseable {
        private boolean told;

        /** Whether it is the one that tries a site that is left alone. */
        private boolean trial;

        /** The site answered, and no other try follows. */
        void answered(int status) {
            told = true;
            tell(this, status < 500);
        }

        /** The site asks to be left alone for that long. */
        void paused(Optional<Duration> pause) {
            pause.ifPresent(Gate.this::leave);
        }

        /** It did not, and no other try follows. */
        void failed() {
            told = true;
            tell(this, false);
        }

        @Override
        public void close() {
            giveBack();
            if (!told) {
                forget(this);
            }
        }
    }

    private void take(Trip trip) throws UpstreamFailed {
        Cancellation.Registration cancelled = trip.cancellation().onCancel(this::wake);
        lock.lock();
        try {
            if (busy >= limits.parallel()) {
                queue(trip);
            }
            busy++;
        } finally {
            lock.unlock();
            cancelled.close();
        }
    }

    private void queue(Trip trip) throws UpstreamFailed {
        if (waiting >= limits.waiting()) {
            throw crowded(trip);
        }
        waiting++;
        try {
            while (busy >= limits.parallel()) {
                await(trip);
            }
        } finally {
            waiting--;
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(Trip trip) throws UpstreamFailed {
        trip.cancellation().check();
        long left = trip.left().toNanos();
        if (left <= 0) {
            throw trip.failed(
                    "the " + limits.parallel() + " requests that " + host
                            + " is asked at once were all under way; try again later",
                    soon());
        }
        try {
            freed.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
    }

    private void wake() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        lock.lock();
        try {
            busy--;
            freed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How long to wait yet, in nanoseconds; where that is nothing, it is under way. */
    private long pass(Trip trip, Turn turn) throws UpstreamFailed {
        lock.lock();
        try {
            long now = System.nanoTime();
            requireOpen(trip, now);
            long asked = wanted - now;
            if (asked > trip.left().toNanos()) {
                Duration pause = Duration.ofNanos(asked);
                throw trip.failed(
                        host + " asks for a pause; it is asked again in " + Trip.inSeconds(pause), Optional.of(pause));
            }
            long place = Math.max(due, now - limits.parallel() * interval);
            long wait = Math.max(asked, place - now);
            if (wait <= 0) {
                due = place + interval;
                turn.trial = shut;
                trying = trying || shut;
            } else if (wait > trip.left().toNanos()) {
                throw crowded(trip);
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen(Trip trip, long now) throws UpstreamFailed {
        if (shut && (trying || triesAt - now > 0)) {
            Duration pause = Duration.ofNanos(Math.max(TimeUnit.SECONDS.toNanos(1), triesAt - now));
            throw trip.failed(
                    host + " " + failing() + "; it is tried again in " + Trip.inSeconds(pause), Optional.of(pause));
        }
    }

    private void leave(Duration pause) {
        lock.lock();
        try {
            long until = System.nanoTime() + pause.toNanos();
            wanted = until - wanted > 0 ? until : wanted;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Turn turn, boolean good) {
        lock.lock();
        try {
            failures = good ? 0 : failures + 1;
            shut = !good && (shut || failures >= limits.failures());
            trying = trying && !turn.trial;
            triesAt = System.nanoTime() + limits.pause().toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is known of the site: where this one was to try it, another may. */
    private void forget(Turn turn) {
        lock.lock();
        try {
            trying = trying && !turn.trial;
        } finally {
            lock.unlock();
        }
    }

    private String failing() {
        return "is not asked at the moment, for it failed " + limits.failures() + " times in a row";
    }

    private UpstreamFailed crowded(Trip trip) {
        return trip.failed("too many requests wait for " + host + " already; try again later", soon());
    }

    private static Optional<Duration> soon() {
        return Optional.of(Duration.ofSeconds(1));
    }
}
