package io.yumen.session;

import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What may be asked of a client, and what counts as an answer. */
public final class Asking {
    private static final String URL_MODE = "url";

    private Asking() {}

    /**
     * Checks that the client declared that it can be asked that.
     *
     * @throws RpcException {@link ErrorCode#MISSING_CLIENT_CAPABILITY} with {@code data.requiredCapabilities}
     */
    public static void requireCapability(ClientCapabilities capabilities, InputRequest request) {
        boolean allowed = switch (request.kind()) {
            case ROOTS -> capabilities.allows(InputKind.ROOTS);
            case SAMPLING ->
                capabilities.allows(InputKind.SAMPLING) && (!usesTools(request) || hasSamplingTools(capabilities));
            case ELICITATION -> capabilities.allowsElicitation(mode(request));
        };
        if (!allowed) {
            throw missing(request);
        }
    }

    /**
     * Checks that an answer has the shape of its kind.
     *
     * @throws RpcException {@link ErrorCode#INVALID_PARAMS} where it has not
     */
    public static void requireAnswer(InputKind kind, String key, JsonNode answer) {
        boolean shaped = switch (kind) {
            case ROOTS -> answer.path("roots").isArray();
            case SAMPLING ->
                answer.path("role").isString() && answer.path("content").isContainer();
            case ELICITATION ->
                switch (answer.path("action").asString("")) {
                    case "accept", "decline", "cancel" -> true;
                    default -> false;
                };
        };
        if (!shaped) {
            throw RpcException.invalidParams(
                    "inputResponses." + PlainText.echo(key) + " is not an answer to " + kind.method());
        }
    }

    private static boolean usesTools(InputRequest request) {
        return request.params().has("tools") || request.params().has("toolChoice");
    }

    private static boolean hasSamplingTools(ClientCapabilities capabilities) {
        return capabilities.tree().path(InputKind.SAMPLING.capability()).has("tools");
    }

    private static String mode(InputRequest request) {
        return request.params().path("mode").asString("form");
    }

    private static RpcException missing(InputRequest request) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode needed =
                data.putObject("requiredCapabilities").putObject(request.kind().capability());
        if (request.kind() == InputKind.SAMPLING && usesTools(request)) {
            needed.putObject("tools");
        }
        if (request.kind() == InputKind.ELICITATION && mode(request).equals(URL_MODE)) {
            needed.putObject(URL_MODE);
        }
        return new RpcException(new RpcError(
                ErrorCode.MISSING_CLIENT_CAPABILITY,
                "The client did not declare the capability that "
                        + request.kind().method() + " needs",
                data));
    }
}
