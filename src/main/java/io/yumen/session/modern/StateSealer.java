package io.yumen.session.modern;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.session.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seals request states, which clients carry: each is of one principal, one endpoint and one request, and expires. The
 * principal and the endpoint are the context of the seal; the rest is inside.
 */
final class StateSealer {
    private static final String EXPIRES = "expires";
    private static final String DIGEST = "digest";
    private static final String VALUE = "value";

    private final JsonCodec json = new JsonCodec(JsonLimits.SERVER_DEFAULT);
    private final Sealer sealer;
    private final Clock clock;

    StateSealer(Sealer sealer, Clock clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    String seal(RequestState state, Call call, Duration life) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put(EXPIRES, clock.instant().plus(life).toEpochMilli());
        content.put(DIGEST, digest(call));
        content.set(VALUE, state.toJson());
        return sealer.seal(JsonCodec.bytes(content), context(call));
    }

    /**
     * Opens the state that a retry brought.
     *
     * @throws RpcException invalid params, where it is not ours, changed, expired, or of another principal or request
     */
    RequestState open(JsonNode sealed, Call call) {
        if (!sealed.isString()) {
            throw RpcException.invalidParams("requestState must be a string");
        }
        JsonNode content = sealer.open(sealed.stringValue(), context(call))
                .map(json::read)
                .orElseThrow(() -> RpcException.invalidParams(
                        "requestState is not valid here; send the request again without it"));
        if (clock.instant().isAfter(Instant.ofEpochMilli(content.path(EXPIRES).longValue()))) {
            throw RpcException.invalidParams("requestState has expired; send the request again without it");
        }
        if (!content.path(DIGEST).stringValue().equals(digest(call))) {
            throw RpcException.invalidParams("requestState belongs to a request with other parameters");
        }
        return RequestState.read((ObjectNode) content.path(VALUE));
    }

    private static String digest(Call call) {
        return RequestDigest.of(call.envelope().method(), call.envelope().params());
    }

    /** An array, so that no name can pass for two. */
    private static String context(Call call) {
        return JsonCodec.text(JsonNodeFactory.instance
                .arrayNode()
                .add("requestState")
                .add(call.principal().tenant().value())
                .add(call.principal().name())
                .add(call.endpoint().name()));
    }
}
