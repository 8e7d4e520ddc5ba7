package io.yumen.session.modern;

import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.RpcException;
import io.yumen.session.Asking;
import io.yumen.session.Call;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Envelope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Seals the request states of handlers that answer {@code input_required} by themselves, and hands them back exactly. */
final class HandlerStates {
    private final StateSealer sealer;
    private final EdgeLimits limits;

    HandlerStates(StateSealer sealer, EdgeLimits limits) {
        this.sealer = sealer;
        this.limits = limits;
    }

    /** Has the call handled; a state in its result is sealed. */
    ObjectNode handle(Call call, Client client) {
        ObjectNode result = call.endpoint().handler().handle(call.exchange(client));
        if (Results.isInputRequired(result)) {
            requireAskable(call.envelope(), result);
            withoutIds(result);
            RequestState state = new RequestState.Wrapped(result.get(Results.REQUEST_STATE));
            result.put(Results.REQUEST_STATE, sealer.seal(state, call, limits.stateLife()));
        }
        return result;
    }

    /** The modern era tells elicitations apart by the key of the question, and has no ids of them. */
    private static void withoutIds(ObjectNode inputRequired) {
        ObjectNode questions = JsonNodeFactory.instance.objectNode();
        inputRequired.path(Results.INPUT_REQUESTS).forEachEntry((key, question) -> {
            if (question.path("params").has("elicitationId")
                    && question instanceof ObjectNode asked
                    && asked.get("params") instanceof ObjectNode params) {
                ObjectNode own = JsonNodeFactory.instance.objectNode().setAll(params);
                own.remove("elicitationId");
                questions.set(
                        key, JsonNodeFactory.instance.objectNode().setAll(asked).set("params", own));
            } else {
                questions.set(key, question);
            }
        });
        if (!questions.isEmpty()) {
            inputRequired.set(Results.INPUT_REQUESTS, questions);
        }
    }

    /** The same call with the state that the handler gave. */
    static Call unwrapped(Call call, RequestState.Wrapped wrapped) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.setAll(call.envelope().params());
        if (wrapped.state() == null) {
            params.remove(Results.REQUEST_STATE);
        } else {
            params.set(Results.REQUEST_STATE, wrapped.state());
        }
        return call.with(call.envelope().with(params));
    }

    /**
     * Checks that a handler's own questions may be put to that client.
     *
     * @throws RpcException where the client did not declare that it can be asked, or the questions are malformed
     */
    private static void requireAskable(Envelope envelope, ObjectNode inputRequired) {
        JsonNode questions = inputRequired.path(Results.INPUT_REQUESTS);
        if (questions.isEmpty() && !inputRequired.has(Results.REQUEST_STATE)) {
            throw RpcException.internal("The server wants input, and does not say which");
        }
        for (JsonNode question : questions) {
            InputKind kind = InputKind.of(question.path("method").asString(""))
                    .orElseThrow(() -> RpcException.internal("The server asks its client something unknown"));
            ObjectNode params =
                    question.get("params") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
            Asking.requireCapability(envelope.capabilities(), new InputRequest(kind, params));
        }
    }
}
