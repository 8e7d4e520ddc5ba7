package io.yumen.exchange;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.ObjectNode;

/** The client of requests that nobody sent. */
enum SilentClient implements Client {
    INSTANCE;

    @Override
    public void notify(Message.Notification notification) {}

    @Override
    public boolean isSilent() {
        return true;
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        throw new RpcException(
                ErrorCode.METHOD_NOT_FOUND,
                "Nobody can be asked: " + request.kind().method());
    }
}
