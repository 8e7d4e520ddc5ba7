package io.yumen.limit;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A limit that was reached.
 *
 * @param limit its name in the configuration, as in {@code address}, {@code principal}, {@code server}
 * @param allowed what it allows, for people
 * @param retryAfter when it is worth trying again
 */
public record Exceeded(String limit, String allowed, Duration retryAfter) {
    /** When to try again, in whole seconds, at least 1: RFC 9110, 10.2.3. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    }

    /** For whoever was refused. */
    public String message() {
        return "Too many requests: the limit \"" + limit + "\" allows " + allowed + "; try again in "
                + retryAfterSeconds() + " s";
    }

    /** The error of a request that was refused. */
    public RpcError asError() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("limit", limit);
        data.put("retryAfterSeconds", retryAfterSeconds());
        data.put("retryable", true);
        return new RpcError(ErrorCode.TOO_MANY_REQUESTS, message(), data);
    }

    /** The same, to be thrown. */
    public RpcException asException() {
        return new RpcException(asError());
    }
}
