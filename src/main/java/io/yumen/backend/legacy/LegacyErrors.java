package io.yumen.backend.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says what a legacy server's errors mean in the modern era. */
final class LegacyErrors {
    private static final Set<String> MAY_NEED_INPUT =
            Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ);

    private LegacyErrors() {}

    /**
     * The result that the error stands for: the caller must visit a URL first, and call again.
     *
     * @throws RpcException for all other errors
     */
    static ObjectNode resolve(Exchange exchange, RpcError error) {
        return switch (error.code()) {
            case ErrorCode.RESOURCE_NOT_FOUND -> throw notFound(exchange, error);
            case ErrorCode.URL_ELICITATION_REQUIRED -> urlsRequired(exchange, error);
            default -> throw new RpcException(error);
        };
    }

    private static RpcException notFound(Exchange exchange, RpcError error) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (error.data() instanceof ObjectNode given) {
            data.setAll(given);
        }
        if (!data.has("uri") && exchange.params().path("uri").isString()) {
            data.set("uri", exchange.params().path("uri"));
        }
        return new RpcException(new RpcError(ErrorCode.INVALID_PARAMS, error.message(), data));
    }

    private static ObjectNode urlsRequired(Exchange exchange, RpcError error) {
        JsonNode elicitations = error.data() == null ? null : error.data().get("elicitations");
        boolean possible = MAY_NEED_INPUT.contains(exchange.method())
                && exchange.caller().capabilities().allowsElicitation("url");
        if (elicitations == null || elicitations.isEmpty() || !possible) {
            throw new RpcException(error);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode().put(Results.TYPE, Results.INPUT_REQUIRED);
        ObjectNode requests = result.putObject(Results.INPUT_REQUESTS);
        int number = 0;
        for (JsonNode elicitation : elicitations) {
            if (elicitation instanceof ObjectNode params) {
                ObjectNode request = requests.putObject("url-" + ++number).put("method", Methods.ELICITATION);
                request.set("params", params);
            }
        }
        return result;
    }
}
