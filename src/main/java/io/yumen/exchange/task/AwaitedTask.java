package io.yumen.exchange.task;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Waits for work that a server goes on with as a task, for a client that does not follow it: asks how it is as often as the
 * server wants, puts its questions to the client, and gives it up with the exchange.
 */
public final class AwaitedTask {
    private static final String WORKING = "working";
    private static final Duration USUAL_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Handler handler;
    private final Exchange exchange;
    private final ObjectNode named;
    private final Set<String> answered = new HashSet<>();

    private AwaitedTask(Handler handler, Exchange exchange, ObjectNode created) {
        this.handler = handler;
        this.exchange = exchange;
        this.named = JsonNodeFactory.instance
                .objectNode()
                .put("taskId", created.path("taskId").asString(""));
    }

    /** Whether that result says that the work goes on as a task. */
    public static boolean isTask(ObjectNode result) {
        return result.path(Results.TYPE).asString("").equals(Results.TASK);
    }

    /**
     * Waits for the result of the task that was created by that exchange.
     *
     * @throws RpcException what the task failed with, or the cause of the exchange's cancellation
     */
    public static ObjectNode await(Handler handler, Exchange exchange, ObjectNode created) {
        return new AwaitedTask(handler, exchange, created).await(created);
    }

    private ObjectNode await(ObjectNode created) {
        try {
            if (created.path("status").asString("").equals(WORKING)) {
                exchange.cancellation().pause(pause(created));
            }
            while (true) {
                // Who begins a task says no more than that: one that is over already has to be asked for what came of
                // it.
                ObjectNode task = send(Methods.TASKS_GET, named);
                switch (task.path("status").asString("")) {
                    case "completed" -> {
                        return result(task);
                    }
                    case "failed" -> throw new RpcException(RpcError.read(task.path("error")));
                    case "cancelled" -> throw RpcException.invalidRequest("The server gave the task up");
                    case Results.INPUT_REQUIRED -> answer(task.path(Results.INPUT_REQUESTS));
                    default -> {
                        // It works.
                    }
                }
                exchange.cancellation().pause(pause(task));
            }
        } catch (RpcException e) {
            if (exchange.cancellation().isCancelled()) {
                giveUp();
            }
            throw e;
        }
    }

    private static Duration pause(ObjectNode task) {
        long wanted = task.path("pollIntervalMs").asLong(USUAL_PAUSE.toMillis());
        return Duration.ofMillis(Math.clamp(wanted, 1, LONGEST_PAUSE.toMillis()));
    }

    private static ObjectNode result(ObjectNode task) {
        if (task.get("result") instanceof ObjectNode result) {
            return result;
        }
        throw RpcException.internal("The server says that its task is done, and does not tell the result");
    }

    private void answer(JsonNode questions) {
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : questions.properties()) {
            if (answered.add(entry.getKey())) {
                answers.set(entry.getKey(), exchange.client().ask(question(entry.getValue())));
            }
        }
        if (!answers.isEmpty()) {
            ObjectNode params = named.deepCopy();
            params.set(Results.INPUT_RESPONSES, answers);
            send(Methods.TASKS_UPDATE, params);
        }
    }

    private static InputRequest question(JsonNode asked) {
        InputKind kind = InputKind.of(asked.path("method").asString(""))
                .orElseThrow(() -> RpcException.internal("The server asks its client something unknown"));
        ObjectNode params =
                asked.get("params") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        return new InputRequest(kind, params);
    }

    private ObjectNode send(String method, ObjectNode params) {
        return handler.handle(exchange.with(method, params.deepCopy()));
    }

    /** Nobody waits for the task any more; whether the server hears of that is its own affair. */
    private void giveUp() {
        try (Cancellation own = new Cancellation()) {
            handler.handle(exchange.with(Methods.TASKS_CANCEL, named.deepCopy()).withCancellation(own));
        } catch (RpcException e) {
            // The task ends by itself when its time is over.
        }
    }
}
