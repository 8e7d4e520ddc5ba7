package io.yumen.connect;

import io.yumen.backend.http.HttpLinks;
import io.yumen.backend.http.SessionLink;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.TimeLimit;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/** Opens sessions with the gateway: the client's own first one, and later ones like it. */
final class Handshakes {
    private static final Logger log = LoggerFactory.getLogger(Handshakes.class);

    private final HttpLinks links;
    private final Delivery delivery;
    private final ConnectLimits limits;

    Handshakes(HttpLinks links, Delivery delivery, ConnectLimits limits) {
        this.links = links;
        this.delivery = delivery;
        this.limits = limits;
    }

    /** What came of an {@code initialize}: the answer, and the session where it is none that refuses. */
    record Opened(Response response, @Nullable GatewaySession session) {}

    /**
     * Sends the client's {@code initialize}.
     *
     * @param listen is told the link before anything can come over it
     * @throws DeliveryException when there was no answer
     */
    Opened open(Request initialize, Cancellation cancellation, Consumer<Link> listen) {
        SessionLink link = links.session();
        try {
            listen.accept(link);
            Response response = link.request(new Link.Call(initialize, Link.Inbox.NONE, cancellation));
            if (!(response instanceof Message.Result result)) {
                link.close();
                return new Opened(response, null);
            }
            GatewaySession session = new GatewaySession(link, result.result());
            Revision.of(session.revision()).ifPresent(link::agreed);
            return new Opened(response, session);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /**
     * Opens a session like the one that was lost.
     *
     * @throws DeliveryException refused, where the gateway does not give us one like it
     */
    GatewaySession renew(Request initialize, GatewaySession lost, Consumer<Link> listen) {
        try (TimeLimit time = TimeLimit.of(limits.link().handshake())) {
            Opened opened = open(delivery.fresh(initialize), time.cancellation(), listen);
            GatewaySession session = opened.session();
            if (session == null) {
                throw DeliveryException.refused("it gives us no new session: "
                        + ((Message.Failure) opened.response()).error().message());
            }
            if (!session.revision().equals(lost.revision())) {
                session.link().close();
                throw DeliveryException.refused("it speaks " + session.revision() + " now and no longer "
                        + lost.revision() + "; connect the client anew");
            }
            return session;
        } catch (RpcException late) {
            throw DeliveryException.perhapsSent(late.error().message());
        }
    }

    /** Says that we are ready, and sets again what the client had set. */
    void repeat(GatewaySession session, List<Request> settings) {
        session.link().send(new Message.Notification(Methods.INITIALIZED, JsonNodeFactory.instance.objectNode()));
        for (Request setting : settings) {
            try (TimeLimit time = TimeLimit.of(limits.link().control())) {
                session.link().request(new Link.Call(delivery.fresh(setting), Link.Inbox.NONE, time.cancellation()));
            } catch (RpcException e) {
                log.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .log("A setting of the session could not be repeated");
            }
        }
    }
}
