package io.yumen.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one clock of all channels: a wheel of slots, a tick wide each, that one thread turns, so that ten thousand pings cost
 * one thread and setting or taking back an alarm costs next to nothing. An alarm rings at the first tick at or after its
 * time. Tasks run on the turning thread and must not wait. Safe for many threads.
 */
public final class TimerWheel implements AutoCloseable {
    /** How wide a tick is. */
    public static final Duration TICK = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
    private static final int SLOTS = 1_024;

    private final LongSupplier nanoTime;
    private final long startNanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Set<Alarm>> slots = new ArrayList<>(SLOTS);
    private long turned;

    /** A wheel that is turned by whoever calls {@link #turn}: for tests, with a clock of their own. */
    public TimerWheel(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new HashSet<>(2));
        }
    }

    /** A wheel that turns with the time of this machine until it is closed. */
    public static TimerWheel turning() {
        TimerWheel wheel = new TimerWheel(System::nanoTime);
        Thread.ofPlatform().name("channel-clock").daemon().start(wheel::run);
        return wheel;
    }

    /** Has the task run once after that time. */
    public Alarm schedule(Duration delay, Runnable task) {
        long due = nanoTime.getAsLong() - startNanos + delay.toNanos();
        lock.lock();
        try {
            long tick = Math.max(turned + 1, Math.ceilDiv(due, TICK.toNanos()));
            Alarm alarm = new Alarm(this, tick, task);
            slots.get(slot(tick)).add(alarm);
            return alarm;
        } finally {
            lock.unlock();
        }
    }

    /** The time of this wheel. */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Runs everything that is due, in the order in which it became due. */
    public void turn() {
        long now = Math.floorDiv(nanoTime.getAsLong() - startNanos, TICK.toNanos());
        for (List<Alarm> due = next(now); !due.isEmpty() || behind(now); due = next(now)) {
            due.forEach(TimerWheel::ring);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    void cancel(Alarm alarm) {
        lock.lock();
        try {
            slots.get(slot(alarm.tick())).remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    /** What is due at the next tick. */
    private List<Alarm> next(long now) {
        lock.lock();
        try {
            if (turned >= now) {
                return List.of();
            }
            long tick = ++turned;
            Set<Alarm> slot = slots.get(slot(tick));
            List<Alarm> due =
                    slot.stream().filter(alarm -> alarm.tick() <= tick).toList();
            due.forEach(slot::remove);
            return due;
        } finally {
            lock.unlock();
        }
    }

    private boolean behind(long now) {
        lock.lock();
        try {
            return turned < now;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed.await(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ring(Alarm alarm) {
        try {
            alarm.task().run();
        } catch (RuntimeException e) {
            // All other alarms depend on the wheel turning on.
            LOG.atError().setCause(e).log("A timed task failed");
        }
    }

    private static int slot(long tick) {
        return (int) (tick % SLOTS);
    }

    /** Something that is to happen. */
    public static final class Alarm {
        private final TimerWheel wheel;
        private final long tick;
        private final Runnable task;

        private Alarm(TimerWheel wheel, long tick, Runnable task) {
            this.wheel = wheel;
            this.tick = tick;
            this.task = task;
        }

        /** Takes it back; harmless when it has rung. */
        public void cancel() {
            wheel.cancel(this);
        }

        private long tick() {
            return tick;
        }

        private Runnable task() {
            return task;
        }
    }
}
