package io.yumen.service.browser.cdp;

import io.yumen.service.browser.cdp.CdpException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The commands that wait for their answers. Once the connection has ended, none waits any more. */
final class Pending {
    /** "Session with given id not found." */
    private static final int NO_SESSION = -32001;

    private final int most;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> listeners = new ArrayList<>();
    private long ids;
    private @Nullable String ended;

    /** A command under way. */
    record Waiting(long id, String sessionId, String method, CompletableFuture<Answer> answer) {
        ObjectNode await(Duration deadline) throws CdpException {
            try {
                return result(answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                throw new CdpException(Kind.DEADLINE, method + ": no answer of the browser within " + text(deadline));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CdpException(Kind.INTERRUPTED, method + ": cancelled while the browser worked on it");
            } catch (ExecutionException e) {
                throw new IllegalStateException("An answer is never a failure", e);
            }
        }

        private ObjectNode result(Answer given) throws CdpException {
            return switch (given) {
                case Answer.Result result -> result.result();
                case Answer.Refused refused ->
                    throw new CdpException(
                            refused.code() == NO_SESSION ? Kind.TARGET_GONE : Kind.REFUSED,
                            refused.code(),
                            method + ": " + refused.message());
                case Answer.Failed failed -> throw new CdpException(failed.kind(), method + ": " + failed.message());
            };
        }

        private static String text(Duration time) {
            return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
        }
    }

    Pending(int most) {
        this.most = most;
    }

    Waiting begin(String sessionId, String method) throws CdpException {
        lock.lock();
        try {
            if (ended != null) {
                throw new CdpException(Kind.GONE, method + ": " + ended);
            }
            if (waiting.size() >= most) {
                throw new CdpException(Kind.BUSY, method + ": " + most + " commands wait for the browser already");
            }
            Waiting one = new Waiting(++ids, sessionId, method, new CompletableFuture<>());
            waiting.put(one.id(), one);
            return one;
        } finally {
            lock.unlock();
        }
    }

    void forget(Waiting one) {
        waiting.remove(one.id());
    }

    /** The command of that id, where one waits. */
    Optional<Waiting> find(long id) {
        return Optional.ofNullable(waiting.get(id));
    }

    int size() {
        return waiting.size();
    }

    boolean isOpen() {
        lock.lock();
        try {
            return ended == null;
        } finally {
            lock.unlock();
        }
    }

    /** Why there is no connection. */
    String reason() {
        lock.lock();
        try {
            return ended == null ? "the connection ended" : ended;
        } finally {
            lock.unlock();
        }
    }

    void endSession(String sessionId) {
        fail(one -> one.sessionId().equals(sessionId), new Answer.Failed(Kind.TARGET_GONE, "its target is gone"));
    }

    /** All that wait fail now. */
    void end(String reason) {
        List<Runnable> tell;
        lock.lock();
        try {
            if (ended != null) {
                return;
            }
            ended = reason;
            tell = List.copyOf(listeners);
        } finally {
            lock.unlock();
        }
        fail(one -> true, new Answer.Failed(Kind.GONE, reason));
        tell.forEach(Pending::start);
    }

    void onEnd(Runnable listener) {
        boolean now;
        lock.lock();
        try {
            now = ended != null;
            if (!now) {
                listeners.add(listener);
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            start(listener);
        }
    }

    private void fail(Predicate<Waiting> which, Answer.Failed failed) {
        waiting.values().stream().filter(which).forEach(one -> one.answer().complete(failed));
    }

    private static void start(Runnable listener) {
        Thread.ofVirtual().name("browser-ended").start(listener);
    }
}
