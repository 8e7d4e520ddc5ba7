package io.yumen.service.kubernetes.api;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Makes one request of equal ones that are under way at once. Safe for many threads. */
final class Flights {
    private final ConcurrentHashMap<Key, CompletableFuture<ListCache.Page>> underWay = new ConcurrentHashMap<>();

    /**
     * What makes two reads equal.
     *
     * @param cluster its name
     * @param as in whose name
     * @param target path and query
     * @param accept in which form
     */
    record Key(String cluster, As as, String target, String accept) {}

    /** The answer of whoever asks already, or else of this one. Nobody changes it. */
    ListCache.Page read(Key key, Cancellation cancellation, Supplier<ListCache.Page> asking) {
        CompletableFuture<ListCache.Page> own = new CompletableFuture<>();
        CompletableFuture<ListCache.Page> first = underWay.putIfAbsent(key, own);
        if (first != null) {
            return follow(first, cancellation, asking);
        }
        try {
            ListCache.Page answer = asking.get();
            own.complete(answer);
            return answer;
        } finally {
            underWay.remove(key, own);
            // For who waits, where it failed: the reason may be the first one's alone.
            own.cancel(false);
        }
    }

    private static ListCache.Page follow(
            CompletableFuture<ListCache.Page> first, Cancellation cancellation, Supplier<ListCache.Page> asking) {
        CompletableFuture<ListCache.Page> mine = first.copy();
        Cancellation.Registration cancelled = cancellation.onCancel(() -> mine.cancel(false));
        try {
            return mine.get();
        } catch (CancellationException | ExecutionException e) {
            cancellation.check();
            return asking.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            cancelled.close();
        }
    }
}
