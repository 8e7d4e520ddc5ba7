package io.yumen.service.kubernetes.api;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets so many requests a second through, some of them at once (GCRA). Who comes too early waits, and callers who wait take turns: one
 * who asks for very much holds up himself, and not the others. Whose turn would come too late is told so. Safe for many threads.
 */
final class Turnstile {
    private static final String BUSY =
            "More is asked of this cluster than its \"qps\" lets through; try again in a moment, or ask for less";

    private final long interval;
    private final long ahead;
    private final Duration patience;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Who waits, by caller, the caller first whose turn it is. */
    private final SequencedMap<Object, Deque<Turn>> waiting = new LinkedHashMap<>();

    private long next;
    private boolean isWatched;

    /**
     * A turnstile.
     *
     * @param patience how long somebody waits at most
     * @param clock nanoseconds
     */
    Turnstile(int perSecond, int burst, Duration patience, LongSupplier clock) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.ahead = interval * (burst - 1);
        this.patience = patience;
        this.clock = clock;
        this.next = clock.getAsLong() - ahead;
    }

    /** What is told to who asks for too much. */
    static ToolFailure busy() {
        return new ToolFailure("busy", BUSY, Duration.ofSeconds(1));
    }

    /** Whether it is that, and nothing that a cluster said. */
    static boolean isBusy(ToolFailure failure) {
        return BUSY.equals(failure.getMessage());
    }

    /** Waits for a turn of that caller. */
    void pass(Object caller, Cancellation cancellation) {
        Turn turn = turn(caller);
        if (turn.hasCome()) {
            return;
        }
        Cancellation.Registration cancelled = cancellation.onCancel(turn::giveUp);
        try {
            turn.over.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            turn.giveUp();
            throw busy();
        } catch (InterruptedException e) {
            turn.giveUp();
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            cancelled.close();
        }
        cancellation.check();
    }

    /** A turn; one that is given up comes no more, and takes nobody's time. */
    static final class Turn {
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();

        boolean hasCome() {
            return over.getNow(false);
        }

        void giveUp() {
            over.complete(false);
        }

        private boolean come() {
            return over.complete(true);
        }
    }

    /** A turn of that caller, which comes now or later. */
    Turn turn(Object caller) {
        Turn turn = new Turn();
        lock.lock();
        try {
            long now = clock.getAsLong();
            if (waiting.isEmpty() && next <= now) {
                take(now);
                turn.come();
                return turn;
            }
            if (next - now + before(caller) * interval > patience.toNanos()) {
                throw busy();
            }
            waiting.computeIfAbsent(caller, one -> new ArrayDeque<>()).add(turn);
            if (!isWatched) {
                isWatched = true;
                watch(next - now);
            }
        } finally {
            lock.unlock();
        }
        return turn;
    }

    /** How many turns come before another one of that caller: of the others no more than he has himself, and this one. */
    private long before(Object caller) {
        Deque<Turn> his = waiting.get(caller);
        long own = his == null ? 0 : his.size();
        long before = own;
        for (Map.Entry<Object, Deque<Turn>> other : waiting.entrySet()) {
            if (!other.getKey().equals(caller)) {
                before += Math.min(other.getValue().size(), own + 1);
            }
        }
        return before;
    }

    private void take(long now) {
        next = Math.max(next, now - ahead) + interval;
    }

    private void watch(long nanos) {
        CompletableFuture.delayedExecutor(Math.max(0, nanos), TimeUnit.NANOSECONDS)
                .execute(() -> {
                    lock.lock();
                    try {
                        letThrough();
                        isWatched = !waiting.isEmpty();
                        if (isWatched) {
                            watch(next - clock.getAsLong());
                        }
                    } finally {
                        lock.unlock();
                    }
                });
    }

    /** Lets those through whose time has come, of each caller one in turn. */
    void letThrough() {
        lock.lock();
        try {
            long now = clock.getAsLong();
            // Who has gone takes nobody's time.
            waiting.values().forEach(his -> his.removeIf(turn -> turn.over.isDone()));
            waiting.values().removeIf(Deque::isEmpty);
            while (!waiting.isEmpty() && next <= now) {
                Map.Entry<Object, Deque<Turn>> first =
                        Objects.requireNonNull(waiting.pollFirstEntry(), "Somebody waits");
                Deque<Turn> his = first.getValue();
                if (his.remove().come()) {
                    take(now);
                }
                if (!his.isEmpty()) {
                    waiting.putLast(first.getKey(), his);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
