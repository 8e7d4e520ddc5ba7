package io.yumen.backend.link;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits for what others bring: messages, in their order, and then an end. The waiting thread does the
 * handing over, so that a slow client holds up its own call and nobody else's. Safe for many threads.
 */
public final class Mailbox {
    private final int room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Message> messages = new ArrayDeque<>(2);
    private Message.@Nullable Response answer;
    private @Nullable RuntimeException failure;

    /** @param room how many messages may wait */
    public Mailbox(int room) {
        this.room = room;
    }

    /** Leaves a message; false when there is no room for it, or nobody waits any more. */
    public boolean offer(Message message) {
        lock.lock();
        try {
            if (ended() || messages.size() >= room) {
                return false;
            }
            messages.add(message);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait with an answer, once the messages before it were handed over. Only the first end counts. */
    public void complete(Message.Response response) {
        lock.lock();
        try {
            if (!ended()) {
                answer = response;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait with that exception; messages before it are handed over first. Only the first end counts. */
    public void fail(RuntimeException cause) {
        lock.lock();
        try {
            if (!ended()) {
                failure = cause;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait when that is cancelled, with its cause, unless the registration is closed first. */
    public Cancellation.Registration failOn(Cancellation cancellation) {
        return cancellation.onCancel(() -> fail(cancellation.cause()));
    }

    /** Waits for the end and hands over what comes before it. */
    public Message.Response await(Link.Inbox inbox) {
        while (true) {
            Message next = next();
            if (next instanceof Message.Response response) {
                return response;
            }
            inbox.receive(next);
        }
    }

    private Message next() {
        lock.lock();
        try {
            while (messages.isEmpty()) {
                if (failure != null) {
                    throw failure;
                }
                if (answer != null) {
                    return answer;
                }
                changed.await();
            }
            return messages.removeFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            lock.unlock();
        }
    }

    private boolean ended() {
        return answer != null || failure != null;
    }
}
