package io.yumen.hub;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.hub.forms.Wanted;
import io.yumen.hub.members.Departed;
import io.yumen.hub.members.Member;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code subscriptions/listen} to one server by itself, for as long as that is part of the hub: opened when the server is
 * ready, and again when it was lost or replaced. What may have changed while nobody listened is told as changed. Runs on the
 * thread of the request.
 */
final class DirectListen {
    private static final Logger log = LoggerFactory.getLogger(DirectListen.class);

    private final String server;
    private final Roster roster;
    private final Exchange exchange;
    private final Wanted wanted;
    private final Relisten relisten;
    private volatile boolean acknowledged;

    /** @param wanted what the client may hear of what it wants */
    DirectListen(String server, Roster roster, Exchange exchange, Wanted wanted, HubLimits limits) {
        this.server = server;
        this.roster = roster;
        this.exchange = exchange;
        this.wanted = wanted;
        this.relisten = new Relisten(limits, exchange.cancellation());
    }

    /**
     * Answers the request, when the server is taken out.
     *
     * @throws RpcException what the server says against it
     * @throws Departed where there is none of that name
     */
    ObjectNode run() {
        Member member = roster.now().get(server);
        while (member != null) {
            if (!listenTo(member)) {
                rest();
            }
            exchange.cancellation().check();
            member = roster.now().find(server);
        }
        return Results.empty();
    }

    boolean isOf(String which) {
        return which.equals(server);
    }

    /** Whether what happens to that server in that scope concerns this client. */
    boolean concerns(String which, ScopeKey scope) {
        Member member = isOf(which) ? roster.now().find(server) : null;
        return member != null && member.scopeOf(exchange.caller()).equals(scope);
    }

    /** The server is up. */
    void wake() {
        relisten.wake();
    }

    /** Other definitions of the server may be used now, which it does not tell itself. */
    void reinspected() {
        if (acknowledged) {
            wanted.lists().forEach(list -> tell(Wanted.notification(list), JsonNodeFactory.instance.objectNode()));
        }
    }

    /** Listens until that is over; says whether the server was taken out, so that there may be another one at once. */
    private boolean listenTo(Member member) {
        relisten.trying();
        Cancellation mine = exchange.cancellation().child();
        Cancellation.Registration ended = member.traffic().onEnd(mine::cancel);
        try {
            member.backend()
                    .handle(exchange.withParams(wanted.toParams())
                            .withClient(new Listener())
                            .withCancellation(mine));
        } catch (RpcException e) {
            exchange.cancellation().check();
            if (!member.traffic().isEnding()) {
                lost(e);
            }
        } finally {
            ended.close();
            mine.close();
        }
        return member.traffic().isEnding();
    }

    /** A server that is not ready will be; the client need not ask again. What else one says is for the client. */
    private void lost(RpcException reason) {
        int code = reason.error().code();
        if (code != ErrorCode.UNAVAILABLE && code != ErrorCode.TIMEOUT) {
            throw reason;
        }
        log.atDebug()
                .addKeyValue("server", server)
                .addKeyValue("reason", reason.error().message())
                .log("A subscription waits for its server");
        if (!acknowledged) {
            acknowledge(new Message.Notification(Methods.ACKNOWLEDGED, wanted.toParams()));
        }
    }

    private void rest() {
        if (wanted.isEmpty()) {
            relisten.restUntilWoken();
        } else {
            relisten.rest();
        }
    }

    private void acknowledge(Message.Notification acknowledgement) {
        acknowledged = true;
        exchange.client().notify(acknowledgement);
    }

    /** Nobody knows what happened while nobody listened. */
    private void tellAllChanged() {
        for (ListKind list : wanted.lists()) {
            tell(Wanted.notification(list), JsonNodeFactory.instance.objectNode());
        }
        for (String uri : wanted.uris()) {
            tell(Methods.RESOURCE_UPDATED, JsonNodeFactory.instance.objectNode().put("uri", uri));
        }
    }

    private void tell(String method, ObjectNode params) {
        exchange.client().notify(new Message.Notification(method, params));
    }

    /** Acknowledges once. */
    private final class Listener implements Client {
        @Override
        public void notify(Message.Notification notification) {
            if (!notification.method().equals(Methods.ACKNOWLEDGED)) {
                exchange.client().notify(notification);
                return;
            }
            relisten.reset();
            if (acknowledged) {
                tellAllChanged();
            } else {
                acknowledge(notification);
            }
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            return exchange.client().ask(request);
        }

        @Override
        public void release() {
            exchange.client().release();
        }
    }
}
