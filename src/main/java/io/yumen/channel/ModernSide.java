package io.yumen.channel;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.session.InFlight;
import io.yumen.session.Outlet;
import io.yumen.session.Peer;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The requests of the modern era in one conversation. */
final class ModernSide {
    private final Endpoint endpoint;
    private final ClientKey.Session key = new ClientKey.Session("channel-" + UUID.randomUUID());
    private final ModernEdge edge;
    private final Outlet writer;
    private final InFlight inFlight;
    private final Set<RequestId> listens = ConcurrentHashMap.newKeySet();

    ModernSide(Endpoint endpoint, ModernEdge edge, Outlet writer, int maxInFlight) {
        this.endpoint = endpoint;
        this.edge = edge;
        this.writer = writer;
        this.inFlight = new InFlight(maxInFlight);
    }

    /** Answers a request, on one of these threads. */
    void take(Message.Request request, Access access, Workers workers) {
        try {
            Envelope envelope = Envelope.open(request);
            Cancellation cancellation = inFlight.begin(request.id());
            if (isListen(envelope)) {
                listens.add(envelope.id());
            }
            workers.run(() -> answer(new Peer(access, key), envelope, cancellation));
        } catch (RpcException refused) {
            writer.send(new Message.Failure(request.id(), refused.error()));
        }
    }

    void cancel(RequestId id) {
        inFlight.cancel(id);
    }

    /** Ends subscriptions; other requests go on. */
    void endListens() {
        listens.forEach(inFlight::cancel);
    }

    void end() {
        inFlight.cancelAll();
    }

    ClientKey.Session key() {
        return key;
    }

    private void answer(Peer peer, Envelope envelope, Cancellation cancellation) {
        Message.Response response;
        try {
            response = edge.answer(endpoint, peer, envelope, writer, cancellation);
        } finally {
            // Before the client knows the answer, and may use the id again.
            inFlight.end(envelope.id());
            listens.remove(envelope.id());
        }
        if (cancellation.isAbandoned()) {
            return;
        }
        writer.send(response);
        if (isListen(envelope) && response instanceof Message.Result) {
            writer.send(ended(envelope.id()));
        }
    }

    private static boolean isListen(Envelope envelope) {
        return envelope.method().equals(Methods.LISTEN);
    }

    /** The revision has a subscription end with its result in one place and with this in another, so that both are sent. */
    private static Message.Notification ended(RequestId id) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.set("requestId", id.toJson());
        return new Message.Notification(Methods.CANCELLED, params.put("reason", "The subscription has ended"));
    }
}
