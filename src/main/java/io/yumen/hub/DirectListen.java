package io.yumen.hub;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.hub.forms.EntryForm;
import io.yumen.hub.forms.ResultForm;
import io.yumen.hub.forms.Wanted;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Departed;
import io.yumen.hub.members.Member;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
    private final Wanted asked;
    private final Permits permits;
    private final Relisten relisten;
    private volatile boolean acknowledged;
    private volatile Wanted wanted;
    private volatile Cancellation listening;

    /**
     * @param asked what the client wants to hear, be it that it may not
     * @param parts of what the client sees
     */
    DirectListen(String server, Roster roster, Exchange exchange, Wanted asked, Subscription.Parts parts) {
        this.server = server;
        this.roster = roster;
        this.exchange = exchange;
        this.asked = asked;
        this.permits = parts.permits();
        this.relisten = new Relisten(parts.limits(), exchange.cancellation());
        this.wanted = asked;
        this.listening = exchange.cancellation();
    }

    /**
     * Answers the request, when the server is taken out, or hidden from the client.
     *
     * @throws RpcException what the server says against it
     * @throws Departed where there is none of that name
     */
    ObjectNode run() {
        Member member = roster.now().get(server);
        while (member != null && permits.shows(exchange.caller(), member)) {
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

    /** Callers may see something else now: what this one may not hear of any more ends. */
    void policyChanged() {
        Member member = roster.now().find(server);
        if (member == null) {
            return;
        }
        boolean hearsTheSame =
                permits.shows(exchange.caller(), member) && shown(member).equals(wanted);
        if (hearsTheSame) {
            reinspected();
        } else if (!listening.equals(exchange.cancellation())) {
            listening.cancel();
        }
        relisten.wake();
    }

    /** Other definitions of the server may be used now, which it does not tell itself. */
    void reinspected() {
        if (acknowledged) {
            wanted.lists().forEach(list -> tell(Wanted.notification(list), JsonNodeFactory.instance.objectNode()));
        }
    }

    /** What the client may hear of what it wants. */
    private Wanted shown(Member member) {
        Set<String> uris = new LinkedHashSet<>(asked.uris());
        uris.removeIf(uri -> !permits.shows(exchange.caller(), member, uri));
        Catalog catalog = roster.now().alone(server).catalog(exchange.caller());
        Set<String> tasks = new LinkedHashSet<>(asked.tasks());
        tasks.removeIf(task -> !(TaskId.read(task) instanceof TaskId id
                && isOf(id.server())
                && permits.shows(exchange.caller(), new Permits.Begun(member, catalog, id))));
        return new Wanted(asked.lists(), uris, tasks);
    }

    /** What the server is asked for, in its own words. */
    private Wanted sent() {
        return new Wanted(wanted.lists(), wanted.uris(), owned().keySet());
    }

    /** The tasks that are followed: by the server's own ids, how the client knows them. */
    private Map<String, String> owned() {
        Map<String, String> owned = new LinkedHashMap<>();
        for (String task : wanted.tasks()) {
            if (TaskId.read(task) instanceof TaskId id) {
                owned.put(id.own(), task);
            }
        }
        return owned;
    }

    /** Listens until that is over; says whether the next look is due at once: the server was taken out, or what may be heard is other. */
    private boolean listenTo(Member member) {
        relisten.trying();
        Cancellation mine = exchange.cancellation().child();
        // In this order: a change of the policy is either seen here, or ends what begins here.
        listening = mine;
        wanted = shown(member);
        if (!permits.shows(exchange.caller(), member)) {
            mine.close();
            return true;
        }
        Cancellation.Registration ended = member.traffic().onEnd(mine::cancel);
        try {
            member.backend()
                    .handle(exchange.withParams(sent().toParams())
                            .withClient(new Listener())
                            .withCancellation(mine));
        } catch (RpcException e) {
            exchange.cancellation().check();
            if (!member.traffic().isEnding() && !mine.isCancelled()) {
                lost(e);
            }
        } finally {
            ended.close();
            mine.close();
        }
        return member.traffic().isEnding() || mine.isCancelled();
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

    /** What the server says that it will tell, as the client knows it. */
    private ObjectNode taken(ObjectNode params) {
        Wanted told = Wanted.read(params, Integer.MAX_VALUE);
        Map<String, String> owned = owned();
        Set<String> tasks = new LinkedHashSet<>();
        told.tasks().stream().filter(owned::containsKey).map(owned::get).forEach(tasks::add);
        ObjectNode form = EntryForm.copy(params);
        form.setAll(new Wanted(told.lists(), told.uris(), tasks).toParams());
        return form;
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
        private final Map<String, String> owned = owned();
        private final ResultForm form = new ResultForm(server, Map.of(), id -> owned.getOrDefault(id, id));

        @Override
        public void notify(Message.Notification notification) {
            if (!notification.method().equals(Methods.ACKNOWLEDGED)) {
                if (TaskId.speaksOnlyOf(notification.params(), owned.keySet())) {
                    exchange.client()
                            .notify(new Message.Notification(
                                    notification.method(), form.params(notification.params())));
                }
                return;
            }
            relisten.reset();
            if (acknowledged) {
                tellAllChanged();
            } else {
                acknowledge(new Message.Notification(Methods.ACKNOWLEDGED, taken(notification.params())));
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
