package io.yumen.backend.life;

import io.yumen.protocol.RpcException;

/** A request that was not sent, because there is no connection for it; says nothing about how the server answers. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RpcException answer;

    RefusedException(RpcException answer) {
        super(answer.getMessage(), null, false, false);
        this.answer = answer;
    }

    /** What the client is told. */
    RpcException answer() {
        return answer;
    }
}
