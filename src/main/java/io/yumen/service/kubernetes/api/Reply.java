package io.yumen.service.kubernetes.api;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster answered.
 *
 * @param status of HTTP
 * @param type of its body
 * @param retryAfter when it wants to be asked again
 * @param body its bytes; not changed any more
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire, never compared
record Reply(int status, String type, Duration retryAfter, byte[] body) {
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(Integer.MAX_VALUE, 200, 5_000_000, 200));

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Its JSON, or null where it is none. */
    @Nullable
    JsonNode tree() {
        try {
            return CODEC.read(body);
        } catch (RpcException e) {
            return null;
        }
    }
}
