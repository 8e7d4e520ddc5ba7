package io.yumen.backend.legacy;

import io.yumen.backend.ListKind;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Mailbox;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code subscriptions/listen} exchanges that are open over one connection. A listener's own thread hands over what it
 * is told, so that a slow one holds up nobody else.
 */
final class Listeners {
    private static final String NOTIFICATIONS = "notifications";
    private static final String URIS = "resourceSubscriptions";
    private static final String TASKS = "taskIds";

    private final List<Listener> open = new CopyOnWriteArrayList<>();
    private final ObjectNode capabilities;
    private final Subscriptions subscriptions;
    private final int room;
    private volatile @Nullable DeliveryException ended;

    /**
     * @param capabilities the server's, which say what can be heard
     * @param room messages that may wait for one listener
     */
    Listeners(ObjectNode capabilities, Subscriptions subscriptions, int room) {
        this.capabilities = capabilities;
        this.subscriptions = subscriptions;
        this.room = room;
    }

    /** Serves one listener until it is cancelled or the connection ends. */
    ObjectNode listen(Exchange exchange) {
        if (!(exchange.params().get(NOTIFICATIONS) instanceof ObjectNode filter)) {
            throw RpcException.invalidParams("subscriptions/listen needs an object \"notifications\"");
        }
        Listener listener = new Listener(
                exchange, kinds(filter), new LinkedHashSet<>(), strings(filter.path(TASKS)), new Mailbox(room));
        open.add(listener);
        Cancellation.Registration registration = listener.mailbox().failOn(exchange.cancellation());
        try {
            subscribe(listener, filter);
            exchange.client().notify(acknowledgement(listener));
            failIfEnded(listener);
            listener.mailbox().await(message -> {
                if (message instanceof Notification notification) {
                    exchange.client().notify(notification);
                }
            });
            return Results.empty();
        } finally {
            registration.close();
            open.remove(listener);
            listener.uris().forEach(subscriptions::remove);
        }
    }

    void listChanged(ListKind kind, Notification notification) {
        tell(listener -> listener.kinds().contains(kind), notification);
    }

    void updated(String uri, Notification notification) {
        tell(listener -> listener.hears(uri), notification);
    }

    void taskChanged(String id, Notification notification) {
        tell(listener -> listener.tasks().contains(id), notification);
    }

    void log(Notification notification) {
        tell(listener -> LogLevels.wants(listener.exchange(), notification), notification);
    }

    /** The exchanges that are open, newest first. */
    List<Exchange> exchanges() {
        return open.stream().map(Listener::exchange).toList().reversed();
    }

    /** Ends all of them: the server has gone. */
    void end(String reason) {
        ended = DeliveryException.perhapsSent(reason);
        open.forEach(this::failIfEnded);
    }

    private void failIfEnded(Listener listener) {
        DeliveryException cause = ended;
        if (cause != null) {
            listener.mailbox().fail(cause);
        }
    }

    private void tell(Predicate<Listener> wants, Notification notification) {
        for (Listener listener : open) {
            if (wants.test(listener)) {
                listener.mailbox().offer(notification);
            }
        }
    }

    private void subscribe(Listener listener, ObjectNode filter) {
        if (!capabilities.path("resources").path("subscribe").asBoolean(false)) {
            return;
        }
        for (JsonNode uri : filter.path(URIS)) {
            String text = uri.asString("");
            if (!listener.uris().contains(text) && subscriptions.add(text)) {
                listener.uris().add(text);
            }
        }
    }

    private static Set<String> strings(JsonNode array) {
        Set<String> strings = new LinkedHashSet<>();
        array.forEach(entry -> strings.add(entry.asString("")));
        return strings;
    }

    private List<ListKind> kinds(ObjectNode filter) {
        List<ListKind> kinds = new ArrayList<>();
        for (ListKind kind : ListKind.values()) {
            boolean offered =
                    capabilities.path(kind.capability()).path("listChanged").asBoolean(false);
            if (offered && filter.path(kind.filter()).asBoolean(false)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Notification acknowledgement(Listener listener) {
        ObjectNode honoured = JsonNodeFactory.instance.objectNode();
        listener.kinds().forEach(kind -> honoured.put(kind.filter(), true));
        if (!listener.uris().isEmpty()) {
            ArrayNode uris = honoured.putArray(URIS);
            listener.uris().forEach(uris::add);
        }
        if (!listener.tasks().isEmpty()) {
            ArrayNode tasks = honoured.putArray(TASKS);
            listener.tasks().forEach(tasks::add);
        }
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.set(NOTIFICATIONS, honoured);
        return new Notification(Methods.ACKNOWLEDGED, params);
    }

    /** One of them; its set of URIs belongs to its own thread until it listens. */
    private record Listener(
            Exchange exchange, List<ListKind> kinds, Set<String> uris, Set<String> tasks, Mailbox mailbox) {
        /** Whether it subscribed to that resource, or to one that the resource is a part of. */
        boolean hears(String uri) {
            return uris.stream().anyMatch(own -> uri.equals(own) || uri.startsWith(own + "/"));
        }
    }
}
