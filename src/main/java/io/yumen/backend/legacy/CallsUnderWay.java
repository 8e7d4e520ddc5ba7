package io.yumen.backend.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.RequestId;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The calls of one connection that wait for their answers, oldest first, and the ids of all its requests. */
final class CallsUnderWay {
    private static final int FIRST_ID = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Map<RequestId, LegacyCall> calls = new LinkedHashMap<>();
    private long nextId = FIRST_ID;

    RequestId mintId() {
        lock.lock();
        try {
            return RequestId.of(nextId++);
        } finally {
            lock.unlock();
        }
    }

    LegacyCall open(Exchange exchange, BiConsumer<LegacyCall, Message> related) {
        LegacyCall call = new LegacyCall(exchange, mintId(), related);
        lock.lock();
        try {
            calls.put(call.id(), call);
            opened.signalAll();
            return call;
        } finally {
            lock.unlock();
        }
    }

    void close(LegacyCall call) {
        lock.lock();
        try {
            calls.remove(call.id());
        } finally {
            lock.unlock();
        }
    }

    Optional<LegacyCall> find(RequestId id) {
        lock.lock();
        try {
            return Optional.ofNullable(calls.get(id));
        } finally {
            lock.unlock();
        }
    }

    List<LegacyCall> all() {
        lock.lock();
        try {
            return List.copyOf(calls.values());
        } finally {
            lock.unlock();
        }
    }

    /** The calls whose client wants to see that log message. */
    List<LegacyCall> wanting(Notification message) {
        return all().stream()
                .filter(call -> LogLevels.wants(call.exchange(), message))
                .toList();
    }

    /** The calls that fit; where none does, waits for one for so long. */
    List<LegacyCall> await(Predicate<LegacyCall> fits, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            List<LegacyCall> found = fitting(fits);
            while (found.isEmpty() && left > 0) {
                left = opened.awaitNanos(left);
                found = fitting(fits);
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Of the calls that fit the one that is asked least; waits for one as {@link #await} does. */
    Optional<Exchange> claim(Predicate<LegacyCall> fits, Duration patience) {
        lock.lock();
        try {
            return await(fits, patience).stream()
                    .min(Comparator.comparingInt(LegacyCall::claims))
                    .map(LegacyCall::claim);
        } finally {
            lock.unlock();
        }
    }

    private List<LegacyCall> fitting(Predicate<LegacyCall> fits) {
        return calls.values().stream().filter(fits).toList();
    }
}
