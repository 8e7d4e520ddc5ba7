package io.yumen.transport.envelope;

import io.yumen.channel.TimerWheel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pings of one stream. Anything that the client sends answers a ping, not only its pong. Safe for many threads; the wheel
 * turns it.
 */
final class Heartbeat {
    private final TimerWheel wheel;
    private final EnvelopeLimits limits;
    private final Consumer<String> ping;
    private final Runnable silent;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> unanswered = new LinkedHashMap<>();
    private TimerWheel.@Nullable Alarm next;
    private TimerWheel.@Nullable Alarm check;
    private long count;
    private long heardNanos;
    private int missed;
    private boolean stopped;

    /**
     * A heart that does not beat yet.
     *
     * @param ping sends a ping of that id, without waiting
     * @param silent what to do with a client that does not answer
     */
    Heartbeat(TimerWheel wheel, EnvelopeLimits limits, Consumer<String> ping, Runnable silent) {
        this.wheel = wheel;
        this.limits = limits;
        this.ping = ping;
        this.silent = silent;
        this.heardNanos = wheel.nanoTime();
    }

    void start() {
        lock.lock();
        try {
            if (!stopped) {
                next = wheel.schedule(limits.ping(), this::beat);
            }
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            cancel(next);
            cancel(check);
        } finally {
            lock.unlock();
        }
    }

    /** The client has sent something. */
    void heard() {
        lock.lock();
        try {
            heardNanos = wheel.nanoTime();
            missed = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the answer to a ping; how long it took, or empty where there was no such ping. */
    OptionalLong pong(String id) {
        lock.lock();
        try {
            Long sentNanos = unanswered.remove(id);
            if (sentNanos == null) {
                return OptionalLong.empty();
            }
            heardNanos = wheel.nanoTime();
            missed = 0;
            return OptionalLong.of(heardNanos - sentNanos);
        } finally {
            lock.unlock();
        }
    }

    private void beat() {
        String id;
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            id = "ping_" + ++count;
            long sentNanos = wheel.nanoTime();
            unanswered.put(id, sentNanos);
            if (unanswered.size() > limits.missed()) {
                unanswered.remove(unanswered.keySet().iterator().next());
            }
            next = wheel.schedule(limits.ping(), this::beat);
            check = wheel.schedule(limits.pong(), () -> check(sentNanos));
        } finally {
            lock.unlock();
        }
        ping.accept(id);
    }

    private void check(long sentNanos) {
        lock.lock();
        try {
            if (stopped || heardNanos - sentNanos >= 0 || ++missed < limits.missed()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        silent.run();
    }

    private static void cancel(TimerWheel.@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
