package io.yumen.connect;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.session.ListenFilter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One subscription of the client (2026-07-28, {@code subscriptions/listen}), held over as many of the gateway as it takes.
 * What may have been missed between two of them is told as changed.
 */
final class Listening {
    private final Link link;
    private final Link.Call call;
    private final Delivery delivery;
    private volatile boolean acknowledged;
    private volatile boolean held;

    Listening(Link link, Link.Call call, Delivery delivery) {
        this.link = link;
        this.call = call;
        this.delivery = delivery;
    }

    /**
     * Holds it until the client cancels it, or the gateway does not want it.
     *
     * @throws io.yumen.protocol.RpcException when it was cancelled
     */
    Response hold(Patience patience) {
        while (true) {
            held = false;
            Response end = once();
            if (held) {
                patience.reset();
            }
            if (!isOfTheGatewaysEnd(end)) {
                return end;
            }
            if (!patience.pause()) {
                if (!acknowledged) {
                    return end;
                }
                patience.reset();
            }
        }
    }

    /** One subscription of the gateway, and how it ended. */
    private Response once() {
        Request attempt = delivery.fresh(call.request());
        try {
            return delivery.answered(
                    call.request(), link.request(new Link.Call(attempt, this::receive, call.cancellation())));
        } catch (DeliveryException lost) {
            call.cancellation().check();
            return lost.sent() == DeliveryException.Sent.LOGIN_NEEDED
                    ? delivery.admitted(call.request(), lost, call.cancellation())
                    : delivery.failure(call.request(), lost);
        }
    }

    /** A gateway that stops ends its subscriptions, with a result where it has the time. */
    private boolean isOfTheGatewaysEnd(Response end) {
        return switch (end) {
            case Message.Result ignored -> acknowledged;
            case Message.Failure failure ->
                failure.error().code() == ErrorCode.UNAVAILABLE && !delivery.isFinal(failure);
        };
    }

    private void receive(Message message) {
        if (!(message instanceof Notification notification)) {
            return;
        }
        if (notification.method().equals(Methods.ACKNOWLEDGED)) {
            held = true;
            if (acknowledged) {
                tellAllChanged(notification.params());
                return;
            }
            acknowledged = true;
        }
        tell(notification.method(), Meta.withOwnMeta(notification.params()));
    }

    private void tellAllChanged(ObjectNode acknowledgement) {
        ListenFilter filter = ListenFilter.read(acknowledgement);
        filter.lists().forEach(method -> tell(method, JsonNodeFactory.instance.objectNode()));
        filter.uris()
                .forEach(uri -> tell(
                        Methods.RESOURCE_UPDATED,
                        JsonNodeFactory.instance.objectNode().put("uri", uri)));
    }

    private void tell(String method, ObjectNode params) {
        Meta.of(params).set(Meta.SUBSCRIPTION_ID, call.request().id().toJson());
        call.related().receive(new Notification(method, params));
    }
}
