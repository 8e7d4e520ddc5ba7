package io.yumen.session.legacy;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.session.Outlet;
import io.yumen.session.RequestNotifications;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The way back to a legacy client during one request: notifications and questions go out on the request's stream. */
record LegacyClient(
        LegacySession session, Outlet outlet, @Nullable JsonNode token, Cancellation cancellation) implements Client {
    @Override
    public void notify(Message.Notification notification) {
        if (cancellation.isCancelled()) {
            return;
        }
        // The legacy era has this one at any time; the modern one has not.
        if (notification.method().equals(Methods.ELICITATION_COMPLETE)
                || notification.method().equals(Methods.TASK_STATUS)) {
            outlet.send(notification);
            return;
        }
        RequestNotifications.admit(notification, token, session.logLevel())
                .filter(admitted -> session.mayNotify())
                .ifPresent(outlet::send);
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        return session.ask(request, outlet, cancellation);
    }

    @Override
    public void release() {
        outlet.release();
    }
}
