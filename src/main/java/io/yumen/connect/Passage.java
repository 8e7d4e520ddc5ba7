package io.yumen.connect;

import io.yumen.backend.http.HttpLinks;
import io.yumen.channel.Workers;
import io.yumen.exchange.Cancellation;
import io.yumen.http.client.Endpoint;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Failure;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.session.Envelope;
import io.yumen.session.Failures;
import io.yumen.session.InFlight;
import io.yumen.session.Outlet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one client says and hears. A request says itself which era it belongs to; what does not belongs to the legacy
 * era once {@code initialize} has been sent. For the thread that reads.
 */
final class Passage {
    private final Outlet client;
    private final ConnectLimits limits;
    private final ModernSide modern;
    private final LegacySide legacy;
    private final InFlight inFlight;
    private final Workers workers = new Workers();
    private final Set<RequestId> listens = ConcurrentHashMap.newKeySet();

    Passage(HttpLinks links, ConnectConfig config, Access access, Outlet client) {
        this.client = client;
        this.limits = config.limits();
        Delivery delivery = new Delivery(Endpoint.shown(config.url()), limits, access);
        this.modern = new ModernSide(links.stateless(), client, delivery, limits);
        this.legacy = new LegacySide(links, client, delivery, limits, access);
        this.inFlight = new InFlight(limits.pipe().maxInFlight());
    }

    /** Takes what the client said. */
    void take(Message message) {
        switch (message) {
            case Request request -> take(request);
            case Notification notification -> tell(notification);
            case Response response -> legacy.take(response);
        }
    }

    /** Ends subscriptions, and gives other requests a short time to be answered. */
    void awaitAnswers() {
        listens.forEach(inFlight::cancel);
        workers.awaitNone(limits.pipe().graceTime());
    }

    /** Cancels what is under way and ends the session. Any thread. */
    void end() {
        inFlight.cancelAll();
        legacy.end();
        modern.end();
    }

    private void take(Request request) {
        try {
            Cancellation cancellation = inFlight.begin(request.id());
            if (request.method().equals(Methods.LISTEN)) {
                listens.add(request.id());
            }
            boolean isLegacy = isLegacy(request);
            workers.run(() -> answer(request, cancellation, isLegacy));
        } catch (RpcException refused) {
            client.send(new Failure(request.id(), refused.error()));
        }
    }

    private boolean isLegacy(Request request) {
        if (Envelope.claimedRevision(request.params()).isPresent()) {
            return false;
        }
        if (request.method().equals(Methods.INITIALIZE)) {
            legacy.begin(request);
        }
        return legacy.begun();
    }

    private void answer(Request request, Cancellation cancellation, boolean isLegacy) {
        try {
            Response response = isLegacy ? legacy.answer(request, cancellation) : modern.answer(request, cancellation);
            if (!cancellation.isCancelled()) {
                client.send(response);
            }
        } catch (RuntimeException e) {
            if (!cancellation.isCancelled()) {
                client.send(new Failure(request.id(), Failures.toError(e)));
            }
        } finally {
            inFlight.end(request.id());
            listens.remove(request.id());
        }
    }

    private void tell(Notification notification) {
        if (notification.method().equals(Methods.CANCELLED)) {
            RequestId.tryRead(notification.params().path("requestId")).ifPresent(inFlight::cancel);
        } else {
            legacy.tell(notification);
        }
    }
}
