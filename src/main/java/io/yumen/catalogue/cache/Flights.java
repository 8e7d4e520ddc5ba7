package io.yumen.catalogue.cache;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Makes one reading of equal ones that are under way at once: 1,000 callers make one request. A failure is told to all who waited; where
 * who reads has gone, another one reads in his place. Safe for many threads.
 *
 * @param <K> what makes two readings equal
 * @param <V> what is read; not changed by anybody any more
 */
public final class Flights<K, V> {
    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    /**
     * What was read.
     *
     * @param isOwn whether this one read it, and not another one who asked the same
     */
    public record Landed<V>(V value, boolean isOwn) {}

    /**
     * The answer of whoever reads that already, or else of this one.
     *
     * @param cancellation ends the wait of this caller, not that of others
     */
    public Landed<V> read(K what, Cancellation cancellation, Supplier<V> reading) {
        while (true) {
            CompletableFuture<V> own = new CompletableFuture<>();
            CompletableFuture<V> others = underWay.putIfAbsent(what, own);
            if (others == null) {
                return new Landed<>(lead(what, own, reading), true);
            }
            try {
                return new Landed<>(follow(others, cancellation), false);
            } catch (CancellationException e) {
                // Who read has gone before he knew; this one has not.
                cancellation.check();
            }
        }
    }

    private V lead(K what, CompletableFuture<V> own, Supplier<V> reading) {
        try {
            V value = reading.get();
            own.complete(value);
            return value;
        } catch (RpcException e) {
            own.cancel(false);
            throw e;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(what, own);
        }
    }

    private static <V> V follow(CompletableFuture<V> reading, Cancellation cancellation) {
        CompletableFuture<V> waiting = reading.copy();
        Cancellation.Registration cancelled = cancellation.onCancel(() -> waiting.cancel(false));
        try {
            return waiting.join();
        } catch (CompletionException e) {
            cancellation.check();
            if (e.getCause() instanceof CancellationException gone) {
                throw gone;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        } finally {
            cancelled.close();
        }
    }
}
