package io.yumen.session.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code input_required} on behalf of a legacy client: asks it with real requests, all at once, and sends the
 * request again with the answers and the exact state, until the result is complete.
 */
final class InputRounds {
    private static final String ELICITATION_ID = "elicitationId";

    /** Before a server that asks nothing, but wants the request again, gets it; doubled each time. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final int MOST_DOUBLINGS = 6;

    private final Handler handler;
    private final int maxRounds;

    InputRounds(Handler handler, int maxRounds) {
        this.handler = handler;
        this.maxRounds = maxRounds;
    }

    ObjectNode handle(Exchange exchange) {
        ObjectNode result = handler.handle(exchange);
        for (int round = 0; Results.isInputRequired(result); round++) {
            if (round == maxRounds) {
                throw RpcException.internal("The server asked for input more than " + maxRounds + " times");
            }
            exchange.cancellation().check();
            Map<String, InputRequest> questions = questions(result);
            if (questions.isEmpty()) {
                exchange.cancellation().pause(FIRST_PAUSE.multipliedBy(1L << Math.min(round, MOST_DOUBLINGS)));
            }
            ObjectNode answers = askAll(exchange, questions);
            result = handler.handle(exchange.withParams(retry(exchange.params(), result, answers)));
            completeUrls(exchange, questions);
        }
        return result;
    }

    private static Map<String, InputRequest> questions(ObjectNode result) {
        Map<String, InputRequest> questions = new LinkedHashMap<>();
        result.path(Results.INPUT_REQUESTS).forEachEntry((key, question) -> questions.put(key, question(question)));
        return questions;
    }

    private static InputRequest question(JsonNode question) {
        InputKind kind = InputKind.of(question.path("method").asString(""))
                .orElseThrow(() -> RpcException.internal("The server asks its client something unknown"));
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (question.get("params") instanceof ObjectNode given) {
            params.setAll(given);
        }
        // The legacy era tells elicitations by URL apart by an id, the modern one by the key of the question.
        if (kind == InputKind.ELICITATION && params.path("mode").asString("").equals("url")) {
            params.put(ELICITATION_ID, UUID.randomUUID().toString());
        }
        return new InputRequest(kind, params);
    }

    private static ObjectNode askAll(Exchange exchange, Map<String, InputRequest> questions) {
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        if (questions.size() <= 1) {
            questions.forEach(
                    (key, question) -> answers.set(key, exchange.client().ask(question)));
            return answers;
        }
        List<String> keys = new ArrayList<>(questions.keySet());
        List<Future<ObjectNode>> asked = new ArrayList<>(keys.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            questions.forEach((key, question) ->
                    asked.add(threads.submit(() -> exchange.client().ask(question))));
            for (int i = 0; i < keys.size(); i++) {
                answers.set(keys.get(i), answer(asked.get(i), threads));
            }
        }
        return answers;
    }

    /** The first that fails ends the waiting for the others. */
    private static ObjectNode answer(Future<ObjectNode> asked, ExecutorService threads) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            threads.shutdownNow();
            throw e.getCause() instanceof RuntimeException failure ? failure : RpcException.internal("Asking failed");
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
    }

    private static ObjectNode retry(ObjectNode params, ObjectNode result, ObjectNode answers) {
        ObjectNode retry = JsonNodeFactory.instance.objectNode();
        retry.setAll(params);
        retry.set(Results.INPUT_RESPONSES, answers);
        JsonNode state = result.get(Results.REQUEST_STATE);
        if (state == null) {
            retry.remove(Results.REQUEST_STATE);
        } else {
            retry.set(Results.REQUEST_STATE, state);
        }
        return retry;
    }

    private static void completeUrls(Exchange exchange, Map<String, InputRequest> questions) {
        for (InputRequest question : questions.values()) {
            JsonNode id = question.params().get(ELICITATION_ID);
            if (id != null) {
                ObjectNode params = JsonNodeFactory.instance.objectNode();
                params.set(ELICITATION_ID, id);
                exchange.client().notify(new Message.Notification(Methods.ELICITATION_COMPLETE, params));
            }
        }
    }
}
