package io.yumen.transport;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import org.jspecify.annotations.Nullable;

/** A request that ends before it reaches a session: with a status of HTTP, and an error that says why. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient @Nullable RequestId id;
    private final transient RpcError error;

    public Refusal(int status, @Nullable RequestId id, RpcError error) {
        super(error.message(), null, false, false);
        this.status = status;
        this.id = id;
        this.error = error;
    }

    public Refusal(int status, String message) {
        this(status, null, new RpcError(ErrorCode.INVALID_REQUEST, message));
    }

    /** A refusal with 400 for a request that is not understood. */
    public static Refusal badRequest(@Nullable RequestId id, RpcException cause) {
        return new Refusal(Status.BAD_REQUEST, id, cause.error());
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
