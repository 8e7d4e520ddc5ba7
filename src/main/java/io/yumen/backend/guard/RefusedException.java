package io.yumen.backend.guard;

import io.yumen.protocol.RpcException;

/** A request that was not sent, because there is no connection for it; says nothing about how the server answers. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RpcException answer;

    public RefusedException(RpcException answer) {
        super(answer.getMessage(), null, false, false);
        this.answer = answer;
    }

    /** What the client is told. */
    public RpcException answer() {
        return answer;
    }
}
