package io.yumen.service.host;

import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.exchange.task.Task;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.service.Service;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The open {@code subscriptions/listen} requests of a service. Telling them something never waits for a client. */
final class Listeners implements Service.Changes, AutoCloseable {
    private final Set<Listener> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final int most;

    Listeners(int most) {
        this.most = most;
    }

    /**
     * Acknowledges what is honoured, then passes on what happens, until the client has gone or the service ends.
     *
     * @param listening tells the service that somebody listens, and how he is told
     */
    ObjectNode listen(
            Exchange exchange, Listener.Filter filter, Function<Consumer<String>, Service.Listening> listening) {
        if (open.size() >= most) {
            throw RpcException.unavailable("Too many clients listen");
        }
        Listener listener = new Listener(exchange.caller().principal(), filter);
        open.add(listener);
        Service.Listening held = Service.Listening.NONE;
        try {
            held = listening.apply(listener::updated);
            filter.tasks().forEach(listener::changed);
            if (closed.get()) {
                listener.close();
            }
            Client client = exchange.client();
            ObjectNode params = JsonNodeFactory.instance.objectNode();
            params.set("notifications", filter.toJson());
            client.notify(new Message.Notification(Methods.ACKNOWLEDGED, params));
            listener.forward(client, exchange.cancellation());
        } finally {
            held.close();
            open.remove(listener);
        }
        return Results.empty();
    }

    @Override
    public void toolsChanged() {
        open.forEach(listener -> listener.changed(Listener.Filter.TOOLS, Methods.TOOLS_CHANGED));
    }

    @Override
    public void promptsChanged() {
        open.forEach(listener -> listener.changed(Listener.Filter.PROMPTS, Methods.PROMPTS_CHANGED));
    }

    @Override
    public void resourcesChanged() {
        open.forEach(listener -> listener.changed(Listener.Filter.RESOURCES, Methods.RESOURCES_CHANGED));
    }

    @Override
    public void resourceUpdated(String uri) {
        open.forEach(listener -> listener.updated(uri));
    }

    void taskChanged(Task task) {
        open.forEach(listener -> listener.changed(task));
    }

    /** Ends every listen request in peace. */
    @Override
    public void close() {
        closed.set(true);
        open.forEach(Listener::close);
    }
}
