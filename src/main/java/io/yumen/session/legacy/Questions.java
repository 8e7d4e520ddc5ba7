package io.yumen.session.legacy;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.session.Outlet;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Our requests to the client of one session, and who waits for their answers. The ids are of this hop. */
final class Questions {
    private final int max;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<RequestId, CompletableFuture<ObjectNode>> waiting = new ConcurrentHashMap<>();

    Questions(int max) {
        this.max = max;
    }

    /**
     * Sends a request to the client and waits for the answer.
     *
     * @throws RpcException what the client answered, a timeout, or the reason of the cancellation
     */
    ObjectNode ask(String method, ObjectNode params, Outlet outlet, Cancellation cancellation, Duration time) {
        if (waiting.size() >= max) {
            throw RpcException.unavailable("Too many questions to this client are open");
        }
        RequestId id = RequestId.of(lastId.incrementAndGet());
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        Cancellation.Registration cancelled =
                cancellation.onCancel(() -> answer.completeExceptionally(cancellation.cause()));
        try {
            outlet.send(new Message.Request(id, method, params));
            return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            outlet.send(takenBack(id, "It took too long"));
            throw RpcException.timeout("The client did not answer " + method + " in time");
        } catch (ExecutionException e) {
            if (cancellation.isCancelled()) {
                outlet.send(takenBack(id, "The request that it belonged to was cancelled"));
            }
            throw e.getCause() instanceof RpcException known ? known : RpcException.internal("The answer failed");
        } catch (InterruptedException e) {
            outlet.send(takenBack(id, "The request that it belonged to has failed"));
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            cancelled.close();
            waiting.remove(id);
        }
    }

    /** Takes an answer of the client; one that nobody waits for is dropped. */
    void answered(Message.Response response) {
        RequestId id = response.id();
        CompletableFuture<ObjectNode> answer = id == null ? null : waiting.get(id);
        if (answer == null) {
            return;
        }
        switch (response) {
            case Message.Result result -> answer.complete(result.result());
            case Message.Failure failure -> answer.completeExceptionally(new RpcException(failure.error()));
        }
    }

    /** Fails all: the client has gone. */
    void endAll() {
        RpcError gone = RpcException.unavailable("The client has gone").error();
        waiting.values().forEach(answer -> answer.completeExceptionally(new RpcException(gone)));
    }

    private static Message.Notification takenBack(RequestId id, String reason) {
        JsonNode requestId = id.toJson();
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.set("requestId", requestId);
        return new Message.Notification(Methods.CANCELLED, params.put("reason", reason));
    }
}
