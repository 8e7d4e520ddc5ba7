package io.yumen.channel;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Results;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.session.Failures;
import io.yumen.session.Outlet;
import io.yumen.session.legacy.LegacySession;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is said on one way of messages that goes both ways, be it a pipe, a stream with its posts, or a socket. Requests of
 * the modern era may come until {@code initialize} begins a legacy session, which then takes everything. Each request is
 * handled on a virtual thread of its own, as many at once as the edges allow. Safe for many threads: messages are taken one
 * after the other, in the order in which they come.
 */
public final class Conversation {
    private final Endpoint endpoint;
    private final ModernSide modern;
    private final LegacySessions sessions;
    private final Outlet outlet;
    private final Workers workers = new Workers();
    // Not a lock: whoever takes initialize waits for the servers, and what comes after it must wait too.
    private final Semaphore turn = new Semaphore(1, true);
    private volatile @Nullable LegacySession session;

    /**
     * A conversation that nobody has said anything in.
     *
     * @param outlet takes everything that is sent to the client
     * @param maxInFlight requests of the modern era that may be under way
     */
    public Conversation(Endpoint endpoint, Edges edges, Outlet outlet, int maxInFlight) {
        this.endpoint = endpoint;
        this.modern = new ModernSide(endpoint, edges.modern(), outlet, maxInFlight);
        this.sessions = edges.legacy();
        this.outlet = outlet;
    }

    /** Under which what is kept for this client in the modern era is kept; sessions of the legacy era have their own. */
    public ClientKey.Session key() {
        return modern.key();
    }

    /**
     * Takes what the client sent. Waits only for {@code initialize}.
     *
     * @throws RpcException where it is a batch, and this is no session of the one revision that has them
     */
    public void take(Packet packet, Access access) {
        turn.acquireUninterruptibly();
        try {
            switch (packet) {
                case Packet.Single single -> take(single.message(), access);
                case Packet.Batch batch -> takeBatch(batch.messages(), access);
            }
        } finally {
            turn.release();
        }
    }

    /** Gives what is under way that time, then cancels it. Waits that long at most. */
    public void end(Duration grace) {
        modern.endListens();
        workers.awaitNone(grace);
        modern.end();
        LegacySession legacy = session;
        if (legacy != null) {
            sessions.end(legacy);
        }
    }

    private void take(Message message, Access access) {
        LegacySession legacy = session;
        if (legacy != null) {
            takeLegacy(legacy, message, access);
        } else {
            takeModern(message, access);
        }
    }

    /** Takes several messages in one; each answer is a message of its own. */
    private void takeBatch(List<Message> messages, Access access) {
        LegacySession legacy = session;
        if (legacy == null || legacy.revision() != Revision.V2025_03_26) {
            throw RpcException.invalidRequest("Batches belong to revision " + Revision.V2025_03_26.wire());
        }
        messages.forEach(message -> takeLegacy(legacy, message, access));
    }

    private void takeModern(Message message, Access access) {
        switch (message) {
            case Message.Request request -> takeFirst(request, access);
            case Message.Notification notification -> {
                if (notification.method().equals(Methods.CANCELLED)) {
                    cancel(notification.params().path("requestId"));
                }
            }
            case Message.Response response -> {
                // Nobody was asked anything.
            }
        }
    }

    private void takeFirst(Message.Request request, Access access) {
        if (Envelope.claimedRevision(request.params()).isPresent()) {
            modern.take(request, access, workers);
        } else if (request.method().equals(Methods.INITIALIZE)) {
            open(request, access);
        } else if (request.method().equals(Methods.PING)) {
            outlet.send(new Message.Result(request.id(), Results.empty()));
        } else {
            modern.take(request, access, workers);
        }
    }

    private void open(Message.Request initialize, Access access) {
        try {
            LegacySessions.Opened opened = sessions.open(endpoint, access, initialize, outlet);
            session = opened.session();
            opened.session().hold();
            outlet.send(opened.response());
        } catch (RuntimeException e) {
            outlet.send(new Message.Failure(initialize.id(), Failures.toError(e)));
        }
    }

    private void takeLegacy(LegacySession legacy, Message message, Access access) {
        switch (message) {
            case Message.Request request -> answer(legacy, request, access);
            case Message.Notification notification -> legacy.tell(notification);
            case Message.Response response -> legacy.take(response);
        }
    }

    private void answer(LegacySession legacy, Message.Request request, Access access) {
        try {
            Cancellation cancellation = legacy.admit(request);
            workers.run(
                    () -> legacy.answer(request, access, outlet, cancellation).ifPresent(outlet::send));
        } catch (RpcException refused) {
            outlet.send(new Message.Failure(request.id(), refused.error()));
        }
    }

    private void cancel(JsonNode requestId) {
        if (requestId.isString() || requestId.isIntegralNumber()) {
            modern.cancel(RequestId.read(requestId));
        }
    }
}
