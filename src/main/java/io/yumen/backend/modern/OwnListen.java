package io.yumen.backend.modern;

import io.yumen.backend.ConnectionEvents;
import io.yumen.backend.ListKind;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one {@code subscriptions/listen} by which a connection itself hears that lists have changed. It is opened again when
 * it ends, a little later each time; what was missed meanwhile counts as changed.
 */
final class OwnListen implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OwnListen.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final String server;
    private final Handler listen;
    private final Set<ListKind> kinds;
    private final ConnectionEvents events;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param listen serves one listen exchange, until it ends */
    OwnListen(String server, Handler listen, ObjectNode capabilities, ConnectionEvents events) {
        this.server = server;
        this.listen = listen;
        this.kinds = kinds(capabilities);
        this.events = events;
    }

    void begin() {
        if (!kinds.isEmpty()) {
            Thread.ofVirtual().name("listen-" + server).start(this::run);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        cancellation.cancel();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (listenOnce() && pause(pause)) {
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            kinds.forEach(events::listChanged);
        }
    }

    /** Listens until the stream ends; false where the server cannot be listened to. */
    private boolean listenOnce() {
        try {
            listen.handle(exchange());
            return true;
        } catch (RpcException e) {
            if (cancellation.isCancelled()) {
                return false;
            }
            int code = e.error().code();
            log.atDebug().setCause(e).addKeyValue("server", server).log("Changes of lists are not heard");
            return code != ErrorCode.METHOD_NOT_FOUND && code != ErrorCode.INVALID_PARAMS;
        } catch (DeliveryException e) {
            log.atDebug().setCause(e).addKeyValue("server", server).log("Changes of lists are not heard now");
            return true;
        }
    }

    private boolean pause(Duration pause) {
        try {
            return !closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Exchange exchange() {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ObjectNode filter = params.putObject("notifications");
        kinds.forEach(kind -> filter.put(kind.filter(), true));
        Caller ourselves = new Caller(
                Access.LOCAL,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
        return Exchange.own(Methods.LISTEN, params, ourselves, cancellation).withClient(new Ear(events));
    }

    private static Set<ListKind> kinds(ObjectNode capabilities) {
        Set<ListKind> kinds = EnumSet.noneOf(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            if (capabilities.path(kind.capability()).path("listChanged").asBoolean(false)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** Hears the notifications. */
    private record Ear(ConnectionEvents events) implements Client {
        @Override
        public void notify(Notification notification) {
            switch (notification.method()) {
                case Methods.TOOLS_CHANGED -> events.listChanged(ListKind.TOOLS);
                case Methods.PROMPTS_CHANGED -> events.listChanged(ListKind.PROMPTS);
                case Methods.RESOURCES_CHANGED -> events.listChanged(ListKind.RESOURCES);
                default -> {
                    // The acknowledgement, and whatever else was not asked for.
                }
            }
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            throw RpcException.methodNotFound(request.kind().method());
        }
    }
}
