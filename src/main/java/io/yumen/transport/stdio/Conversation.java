package io.yumen.transport.stdio;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Results;
import io.yumen.protocol.Message;
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
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is said on one pipe. Requests of the modern era may come until {@code initialize} begins a legacy session, which
 * then takes everything. For the thread that reads.
 */
final class Conversation {
    private final Endpoint endpoint;
    private final Principal principal;
    private final ModernSide modern;
    private final LegacySessions sessions;
    private final Outlet writer;
    private final Workers workers = new Workers();
    private @Nullable LegacySession session;

    Conversation(Endpoint endpoint, Principal principal, ModernSide modern, LegacySessions sessions, Outlet writer) {
        this.endpoint = endpoint;
        this.principal = principal;
        this.modern = modern;
        this.sessions = sessions;
        this.writer = writer;
    }

    ClientKey.Session key() {
        return modern.key();
    }

    void take(Message message) {
        LegacySession legacy = session;
        if (legacy != null) {
            takeLegacy(legacy, message);
        } else {
            takeModern(message);
        }
    }

    /** Takes several messages in one; each answer is a message of its own. */
    void takeBatch(List<Message> messages) {
        LegacySession legacy = session;
        if (legacy == null || legacy.revision() != Revision.V2025_03_26) {
            throw RpcException.invalidRequest("Batches belong to revision " + Revision.V2025_03_26.wire());
        }
        messages.forEach(message -> takeLegacy(legacy, message));
    }

    /** Gives what is under way that time, then cancels it. */
    void end(Duration grace) {
        modern.endListens();
        workers.awaitNone(grace);
        modern.end();
        LegacySession legacy = session;
        if (legacy != null) {
            sessions.end(legacy);
        }
    }

    private void takeModern(Message message) {
        switch (message) {
            case Message.Request request -> takeFirst(request);
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

    private void takeFirst(Message.Request request) {
        if (Envelope.claimedRevision(request.params()).isPresent()) {
            modern.take(request, workers);
        } else if (request.method().equals(Methods.INITIALIZE)) {
            open(request);
        } else if (request.method().equals(Methods.PING)) {
            writer.send(new Message.Result(request.id(), Results.empty()));
        } else {
            modern.take(request, workers);
        }
    }

    private void open(Message.Request initialize) {
        try {
            LegacySessions.Opened opened = sessions.open(endpoint, principal, initialize, writer);
            session = opened.session();
            opened.session().hold();
            writer.send(opened.response());
        } catch (RuntimeException e) {
            writer.send(new Message.Failure(initialize.id(), Failures.toError(e)));
        }
    }

    private void takeLegacy(LegacySession legacy, Message message) {
        switch (message) {
            case Message.Request request -> answer(legacy, request);
            case Message.Notification notification -> legacy.tell(notification);
            case Message.Response response -> legacy.take(response);
        }
    }

    private void answer(LegacySession legacy, Message.Request request) {
        try {
            Cancellation cancellation = legacy.admit(request);
            workers.run(() -> legacy.answer(request, writer, cancellation).ifPresent(writer::send));
        } catch (RpcException refused) {
            writer.send(new Message.Failure(request.id(), refused.error()));
        }
    }

    private void cancel(JsonNode requestId) {
        if (requestId.isString() || requestId.isIntegralNumber()) {
            modern.cancel(RequestId.read(requestId));
        }
    }
}
