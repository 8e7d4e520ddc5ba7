package io.yumen.connect;

import io.yumen.backend.link.Link;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Methods;
import io.yumen.session.Outlet;

/** The modern era: each request stands for itself, so that nothing is lost with a gateway but the requests under way. */
final class ModernSide {
    private final Link link;
    private final Outlet client;
    private final Delivery delivery;
    private final ConnectLimits limits;

    ModernSide(Link link, Outlet client, Delivery delivery, ConnectLimits limits) {
        this.link = link;
        this.client = client;
        this.delivery = delivery;
        this.limits = limits;
    }

    /** @throws io.yumen.protocol.RpcException when the request was cancelled */
    Response answer(Request request, Cancellation cancellation) {
        Link.Call call = new Link.Call(request, client::send, cancellation);
        return request.method().equals(Methods.LISTEN)
                ? new Listening(link, call, delivery).hold(new Patience(limits, cancellation))
                : delivery.deliver(
                        request,
                        cancellation,
                        attempt -> link.request(new Link.Call(attempt, call.related(), cancellation)));
    }

    void end() {
        link.close();
    }
}
