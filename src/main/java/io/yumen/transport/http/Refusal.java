package io.yumen.transport.http;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import org.jspecify.annotations.Nullable;

/** A request that ends before it reaches a session: with a status of HTTP, and an error that says why. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient @Nullable RequestId id;
    private final transient RpcError error;

    Refusal(int status, @Nullable RequestId id, RpcError error) {
        super(error.message(), null, false, false);
        this.status = status;
        this.id = id;
        this.error = error;
    }

    Refusal(int status, String message) {
        this(status, null, new RpcError(ErrorCode.INVALID_REQUEST, message));
    }

    /** A refusal with 400 for a request that is not understood. */
    static Refusal badRequest(@Nullable RequestId id, RpcException cause) {
        return new Refusal(Status.BAD_REQUEST, id, cause.error());
    }

    int status() {
        return status;
    }

    @Nullable
    RequestId id() {
        return id;
    }

    RpcError error() {
        return error;
    }
}
