package io.yumen.backend;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The errors that name a server which cannot answer: why, and when to try again. */
public final class Outage {
    private static final String SERVER = "server";

    private final String server;

    public Outage(String server) {
        this.server = server;
    }

    /** It cannot be used now, for a reason that does not go away at a known time. */
    public RpcException now(String reason) {
        return error(ErrorCode.UNAVAILABLE, "Server \"" + server + "\" " + reason, null);
    }

    /** It cannot be used before that time. */
    public RpcException until(String reason, Duration left) {
        Duration wait = left.isNegative() ? Duration.ZERO : left;
        return error(
                ErrorCode.UNAVAILABLE,
                "Server \"" + server + "\" " + sentence(reason) + "It is tried again in " + seconds(wait) + " s",
                wait);
    }

    /** It was lost, and the request with it. */
    public RpcException lost(String reason) {
        return error(ErrorCode.UNAVAILABLE, "Server \"" + server + "\" gave no answer: " + reason, Duration.ZERO);
    }

    /** It did not answer in time. */
    public RpcException late(Duration limit) {
        return error(
                ErrorCode.TIMEOUT,
                "Server \"" + server + "\" did not answer within " + seconds(limit)
                        + " s. It may have done what was asked all the same",
                null);
    }

    /** Its client was asked, and did not answer in time; that is no fault of the server's, and {@link #isLate} knows. */
    public RpcException unanswered(Duration limit) {
        return RpcException.timeout(
                "Server \"" + server + "\" asked its client, which did not answer within " + seconds(limit) + " s");
    }

    /** Whether a request was cancelled because this server {@linkplain #late did not answer in time}. */
    public boolean isLate(Cancellation cancellation) {
        if (!cancellation.isCancelled()) {
            return false;
        }
        RpcError cause = cancellation.cause().error();
        JsonNode data = cause.data();
        return cause.code() == ErrorCode.TIMEOUT
                && data != null
                && data.path(SERVER).asString("").equals(server);
    }

    /** What is said, ended so that another sentence may follow. */
    private static String sentence(String said) {
        return said + (said.endsWith(".") || said.endsWith("?") ? " " : ". ");
    }

    private RpcException error(int code, String message, @Nullable Duration retryAfter) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put(SERVER, server);
        if (retryAfter != null) {
            data.put("retryAfterMs", retryAfter.toMillis());
        }
        return new RpcException(new RpcError(code, message, data));
    }

    private static String seconds(Duration duration) {
        long tenths = (duration.toMillis() + 99) / 100;
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
