package io.yumen.transport;

import io.yumen.auth.Denial;
import io.yumen.channel.ChannelRefused;
import io.yumen.channel.CursorLost;
import io.yumen.http.ClientGone;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpResponse;
import io.yumen.limit.Exceeded;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A request that ends before it reaches a session: with a status of HTTP, and an error that says why. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final int status;
    private final transient @Nullable RequestId id;
    private final transient RpcError error;
    private final transient Headers headers;
    private final String reason;

    public Refusal(int status, @Nullable RequestId id, RpcError error) {
        this(status, id, error, Headers.none());
    }

    private Refusal(int status, @Nullable RequestId id, RpcError error, Headers headers) {
        this(status, id, error, headers, "");
    }

    private Refusal(int status, @Nullable RequestId id, RpcError error, Headers headers, String reason) {
        super(error.message(), null, false, false);
        this.reason = reason;
        this.headers = headers;
        this.status = status;
        this.id = id;
        this.error = error;
    }

    public Refusal(int status, String message) {
        this(status, null, new RpcError(ErrorCode.INVALID_REQUEST, message));
    }

    /** A refusal for one who may not come in. */
    public static Refusal denied(Denial denial) {
        RpcError error = new RpcError(ErrorCode.INVALID_REQUEST, denial.message());
        return new Refusal(
                denial.reason().status(),
                null,
                error,
                denial.headers(),
                denial.reason().word());
    }

    /** A refusal with 400 for a request that is not understood. */
    public static Refusal badRequest(@Nullable RequestId id, RpcException cause) {
        return new Refusal(Status.BAD_REQUEST, id, cause.error());
    }

    /** A refusal with 503 for a client that finds no room, which says when to come again. */
    public static Refusal noRoom(ChannelRefused cause) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("limit", cause.limit().name().toLowerCase(Locale.ROOT));
        data.put("retryAfterSeconds", RETRY_AFTER_SECONDS);
        RpcError error =
                new RpcError(ErrorCode.TOO_MANY_CONNECTIONS, String.valueOf(cause.getMessage()) + "; try again", data);
        return new Refusal(
                Status.UNAVAILABLE, null, error, Headers.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)));
    }

    /** A refusal with 429 for a client that asks too often, which says when to come again. */
    public static Refusal tooMany(Exceeded exceeded) {
        return new Refusal(
                Status.TOO_MANY_REQUESTS,
                null,
                exceeded.asError(),
                Headers.of("Retry-After", Long.toString(exceeded.retryAfterSeconds())));
    }

    /** A refusal with 410 for a client that was away too long. */
    public static Refusal gone(CursorLost cause) {
        return new Refusal(Status.GONE, String.valueOf(cause.getMessage()));
    }

    /** A refusal with 404 for a path at which nothing is served. */
    public static Refusal noEndpoint(String path) {
        return new Refusal(Status.NOT_FOUND, "There is no MCP endpoint at " + path);
    }

    /** A refusal with 404 for a connection that is not there, or not this client's, which must not know the difference. */
    public static Refusal noConnection() {
        return new Refusal(Status.NOT_FOUND, "There is no such connection; begin a new one");
    }

    /** A refusal of what was asked for, as it was answered. */
    public static Refusal of(int status, RpcError error, Headers headers) {
        return new Refusal(status, null, error, headers);
    }

    /** A refusal of a handshake, with the headers that say what would do. */
    public static Refusal handshake(int status, String message, Headers headers) {
        return new Refusal(status, null, new RpcError(ErrorCode.INVALID_REQUEST, message), headers);
    }

    /** A refusal with 405. */
    public static Refusal notAllowed(String methods) {
        RpcError error = new RpcError(ErrorCode.INVALID_REQUEST, "Here is only " + methods);
        return new Refusal(Status.METHOD_NOT_ALLOWED, null, error, Headers.of("Allow", methods));
    }

    /** One word for why somebody may not come in; empty where that is not what is refused. */
    String reason() {
        return reason;
    }

    Headers headers() {
        return headers;
    }

    /** Sends it, as the error that a client of JSON-RPC reads. Nothing happens when nobody is there any more. */
    void sendTo(HttpResponse response) {
        Message.Failure failure = new Message.Failure(id, error);
        try {
            response.send(
                    status,
                    Headers.of("Content-Type", "application/json").with(headers),
                    JsonCodec.bytes(failure.toJson()));
        } catch (ClientGone e) {
            // There is nobody to tell.
        }
    }

    public int status() {
        return status;
    }

    @Nullable
    public RequestId id() {
        return id;
    }

    public RpcError error() {
        return error;
    }
}
