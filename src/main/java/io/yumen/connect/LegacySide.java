package io.yumen.connect;

import io.yumen.backend.http.HttpLinks;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.Multiplexer;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.session.Outlet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The legacy era: one session of the client, held over as many of the gateway as it takes. A new one is made like the one
 * that was lost; what the gateway had asked is taken back, and the client is told that its lists may have changed.
 */
final class LegacySide {
    private static final List<String> LISTS = List.of("tools", "prompts", "resources");

    private final Handshakes handshakes;
    private final Outlet client;
    private final Delivery delivery;
    private final ConnectLimits limits;
    private final Questions questions;
    private final Teller teller;
    private final Memory memory = new Memory();
    private final AtomicBoolean reopening = new AtomicBoolean();

    /** Which session was told last that the client is ready. */
    private final AtomicReference<@Nullable GatewaySession> toldReady = new AtomicReference<>();

    private final Cancellation ended = new Cancellation();
    private volatile @Nullable Request initialize;
    private volatile @Nullable GatewaySession session;
    private volatile boolean ready;
    private volatile String refusal = "";
    private volatile boolean loginNeeded;

    LegacySide(HttpLinks links, Outlet client, Delivery delivery, ConnectLimits limits, Access access) {
        this.handshakes = new Handshakes(links, delivery, limits);
        this.client = client;
        this.delivery = delivery;
        this.limits = limits;
        this.questions = new Questions(limits.link().asks());
        this.teller = new Teller(limits, ended, access);
        teller.start();
    }

    /** Whether the client has begun to speak this era. */
    boolean begun() {
        return initialize != null;
    }

    /** Notes that it begins with this request, which is to be answered. */
    void begin(Request request) {
        initialize = request;
    }

    /** @throws RpcException when the request was cancelled */
    Response answer(Request request, Cancellation cancellation) {
        Response response = delivery.deliver(request, cancellation, attempt -> send(attempt, cancellation));
        if (response instanceof Message.Result) {
            memory.learn(request);
        }
        return response;
    }

    void tell(Notification notification) {
        boolean isInitialized = notification.method().equals(Methods.INITIALIZED);
        if (isInitialized) {
            // Before the session is looked at: one that is opened at this moment sees it, or is seen here.
            ready = true;
        }
        GatewaySession current = session;
        if (current == null) {
            return;
        }
        if (!isInitialized) {
            teller.tell(current.link(), notification);
        } else if (isFirstToTell(current)) {
            announce(current.link(), notification);
        }
    }

    void take(Response response) {
        questions.answer(response).ifPresent(answer -> teller.tell(answer.link(), answer.response()));
    }

    void end() {
        ended.cancel();
        teller.end();
        GatewaySession current = session;
        if (current != null) {
            current.link().close();
        }
    }

    /** The gateway hears it before anything else, if it can. */
    private void announce(Link link, Notification initialized) {
        try {
            link.send(initialized);
        } catch (DeliveryException e) {
            teller.tell(link, initialized);
        }
    }

    private Response send(Request attempt, Cancellation cancellation) {
        if (attempt.method().equals(Methods.INITIALIZE) && session == null) {
            return open(attempt, cancellation);
        }
        Link link = current().link();
        Questions.Origin origin = new Questions.Origin(link, Optional.of(attempt.id()));
        try {
            return link.request(new Link.Call(attempt, message -> hear(origin, message), cancellation));
        } finally {
            withdrawn(questions.withdraw(origin), "The call that it belongs to is over");
        }
    }

    private Response open(Request attempt, Cancellation cancellation) {
        Handshakes.Opened opened = handshakes.open(attempt, cancellation, this::listen);
        session = opened.session();
        return opened.response();
    }

    /** The session, which is open as far as we know. */
    private GatewaySession current() {
        GatewaySession current = session;
        if (current == null) {
            throw RpcException.invalidRequest("A session begins with initialize");
        }
        if (current.link().isOpen()) {
            return current;
        }
        String refused = refusal;
        boolean shut = loginNeeded;
        loginNeeded = false;
        reopen();
        if (shut) {
            throw DeliveryException.loginNeeded("it wants its user to log in");
        }
        throw refused.isEmpty()
                ? DeliveryException.neverSent("its session was lost, and no new one is open yet")
                : DeliveryException.refused(refused);
    }

    private void listen(Link link) {
        Questions.Origin origin = new Questions.Origin(link, Optional.empty());
        link.listen(new Link.Events() {
            @Override
            public void receive(Message message) {
                hear(origin, message);
            }

            @Override
            public void closed(String reason) {
                withdrawn(questions.withdraw(link), reason);
                reopen();
            }
        });
    }

    private void withdrawn(List<RequestId> asked, String reason) {
        asked.forEach(id -> client.send(Multiplexer.cancelled(id, reason)));
    }

    private void hear(Questions.Origin origin, Message message) {
        switch (message) {
            case Request question -> ask(origin, question);
            case Notification told -> {
                if (told.method().equals(Methods.CANCELLED)) {
                    withdraw(origin.link(), told);
                } else {
                    client.send(told);
                }
            }
            case Response ignored -> {
                // Answers to requests have been taken by who waits for them.
            }
        }
    }

    private void ask(Questions.Origin origin, Request question) {
        questions
                .ask(origin, question)
                .ifPresentOrElse(
                        client::send,
                        () -> teller.tell(
                                origin.link(),
                                new Message.Failure(
                                        question.id(),
                                        RpcException.unavailable("Too many questions wait for the client")
                                                .error())));
    }

    private void withdraw(Link link, Notification cancelled) {
        RequestId.tryRead(cancelled.params().path("requestId"))
                .flatMap(id -> questions.withdraw(link, id))
                .ifPresent(id -> client.send(Multiplexer.cancelled(
                        id, cancelled.params().path("reason").asString("The gateway took it back"))));
    }

    /** Sees to it, once at a time, that there is a session again. */
    private void reopen() {
        if (!ended.isCancelled() && reopening.compareAndSet(false, true)) {
            Thread.ofVirtual().name("reopen").start(this::reopenOnce);
        }
    }

    private void reopenOnce() {
        GatewaySession lost = session;
        try {
            reopenInTime(new Patience(limits, ended));
        } catch (RpcException e) {
            refusal = e.error().message();
        } finally {
            reopening.set(false);
        }
        GatewaySession fresh = session;
        if (fresh != null && !fresh.equals(lost) && !fresh.link().isOpen()) {
            // It was lost too while we were still at it, and who said so was turned away.
            reopen();
        }
    }

    private void reopenInTime(Patience patience) {
        GatewaySession lost = session;
        Request first = initialize;
        if (lost == null || first == null) {
            return;
        }
        while (true) {
            try {
                renew(first, lost);
                return;
            } catch (DeliveryException e) {
                if (isForGood(e)) {
                    return;
                }
            }
            if (!patience.pause()) {
                patience.reset();
            }
        }
    }

    /** Whether only the client, or its user, can change that: who asks next hears it. */
    private boolean isForGood(DeliveryException failure) {
        return switch (failure.sent()) {
            case REFUSED -> {
                refusal = failure.getMessage();
                yield true;
            }
            case LOGIN_NEEDED -> {
                // The client's next request sends the user to log in; nothing that happens by itself does.
                loginNeeded = true;
                yield true;
            }
            case NEVER, PERHAPS -> false;
        };
    }

    private void renew(Request first, GatewaySession lost) {
        GatewaySession fresh = handshakes.renew(first, lost, this::listen);
        try {
            repeatOnce(fresh);
            session = fresh;
            // The client may have become ready since, and have told the lost session.
            repeatOnce(fresh);
        } catch (DeliveryException e) {
            fresh.link().close();
            throw e;
        }
        refusal = "";
        if (ready) {
            tellAllChanged(fresh);
        }
    }

    private void repeatOnce(GatewaySession fresh) {
        if (ready && isFirstToTell(fresh)) {
            handshakes.repeat(fresh, memory.requests());
        }
    }

    private boolean isFirstToTell(GatewaySession to) {
        return !to.equals(toldReady.getAndSet(to));
    }

    private void tellAllChanged(GatewaySession fresh) {
        for (String list : LISTS) {
            if (fresh.offers(list, "listChanged")) {
                tellChanged("notifications/" + list + "/list_changed", "");
            }
        }
        memory.watched().forEach(uri -> tellChanged(Methods.RESOURCE_UPDATED, uri));
    }

    private void tellChanged(String method, String uri) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        client.send(new Notification(method, uri.isEmpty() ? params : params.put("uri", uri)));
    }
}
