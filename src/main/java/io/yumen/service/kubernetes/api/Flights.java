package io.yumen.service.kubernetes.api;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Makes one request of equal ones that are under way at once. Safe for many threads. */
final class Flights {
    private final ConcurrentHashMap<Key, CompletableFuture<JsonNode>> underWay = new ConcurrentHashMap<>();

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
    JsonNode read(Key key, Cancellation cancellation, Supplier<JsonNode> asking) {
        CompletableFuture<JsonNode> own = new CompletableFuture<>();
        CompletableFuture<JsonNode> first = underWay.putIfAbsent(key, own);
        if (first != null) {
            return follow(first, cancellation, asking);
        }
        try {
            JsonNode answer = asking.get();
            own.complete(answer);
            return answer;
        } finally {
            underWay.remove(key, own);
            // For who waits, where it failed: the reason may be the first one's alone.
            own.cancel(false);
        }
    }

    private static JsonNode follow(
            CompletableFuture<JsonNode> first, Cancellation cancellation, Supplier<JsonNode> asking) {
        CompletableFuture<JsonNode> mine = first.copy();
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
