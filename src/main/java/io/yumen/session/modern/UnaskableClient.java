package io.yumen.session.modern;

import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import io.yumen.session.Asking;
import io.yumen.session.Call;
import io.yumen.session.Envelope;
import io.yumen.session.RequestNotifications;
import tools.jackson.databind.node.ObjectNode;

/** The client of a request that cannot be parked: it hears, but is asked nothing. */
record UnaskableClient(Call call) implements Client {
    @Override
    public void notify(Message.Notification notification) {
        Envelope envelope = call.envelope();
        if (!call.cancellation().isCancelled()) {
            RequestNotifications.admit(notification, envelope.progressToken(), envelope.logLevel())
                    .ifPresent(call.outlet()::send);
        }
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        Asking.requireCapability(call.envelope().capabilities(), request);
        throw new RpcException(
                ErrorCode.METHOD_NOT_FOUND,
                "The client can be asked nothing during " + call.envelope().method());
    }
}
