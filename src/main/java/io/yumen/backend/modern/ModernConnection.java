package io.yumen.backend.modern;

import io.yumen.backend.Connection;
import io.yumen.backend.ConnectionEvents;
import io.yumen.backend.Description;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.TimeLimit;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server of the modern era. Each request says who we are and what its caller can do; ids, progress tokens and
 * subscription ids are of this hop alone. {@code input_required} is an answer like others and returned as it is.
 */
public final class ModernConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(ModernConnection.class);

    private final String server;
    private final Link link;
    private final Description description;
    private final ConnectionEvents events;
    private final LinkLimits limits;
    private final OwnListen ownListen;
    private final AtomicLong nextId = new AtomicLong(1);
    private final Map<RequestId, ModernCall> calls = new ConcurrentHashMap<>();

    ModernConnection(String server, Link link, Description description, ConnectionEvents events, LinkLimits limits) {
        this.server = server;
        this.link = link;
        this.description = description;
        this.events = events;
        this.limits = limits;
        this.ownListen = new OwnListen(server, this::call, description.capabilities(), events);
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (exchange.method().equals(Methods.PING)) {
            return ping();
        }
        // The modern era has no notification that a client sends, except the cancellation, which is the link's.
        return Methods.isNotification(exchange.method()) ? Results.empty() : call(exchange);
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public void close() {
        ownListen.close();
        link.close();
    }

    void begin() {
        ownListen.begin();
    }

    Link.Events events() {
        return new FromServer();
    }

    private ObjectNode call(Exchange exchange) {
        ModernCall call = new ModernCall(exchange, RequestId.of(nextId.getAndIncrement()), this::related);
        calls.put(call.id(), call);
        try {
            return switch (link.request(call.link())) {
                case Message.Result result -> checked(exchange, result.result());
                case Message.Failure failure -> throw failed(failure.error());
            };
        } catch (RpcException e) {
            if (call.isListen() && call.link().cancellation().isCancelled()) {
                exchange.cancellation().check();
                return Results.empty();
            }
            throw e;
        } finally {
            calls.remove(call.id());
            call.close();
        }
    }

    /** Asks something that costs the server little: the era has no ping. */
    private ObjectNode ping() {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ModernCall.describe(params, ClientCapabilities.NONE);
        Message.Request request = new Message.Request(RequestId.of(nextId.getAndIncrement()), Methods.DISCOVER, params);
        try (TimeLimit time = TimeLimit.of(limits.control())) {
            Message.Response answer = link.request(new Link.Call(request, Link.Inbox.NONE, time.cancellation()));
            if (answer instanceof Message.Failure failure) {
                throw failed(failure.error());
            }
            return Results.empty();
        }
    }

    private static ObjectNode checked(Exchange exchange, ObjectNode result) {
        String type = result.path(Results.TYPE).asString(Results.COMPLETE);
        boolean known = switch (type) {
            case Results.COMPLETE, Results.INPUT_REQUIRED -> true;
            case Results.TASK -> exchange.caller().capabilities().hasExtension(Methods.TASKS_EXTENSION);
            default -> false;
        };
        if (!known) {
            throw RpcException.internal("The server answered with a result of the unknown type \"" + type + "\"");
        }
        Meta.remove(result, Meta.SUBSCRIPTION_ID);
        return result;
    }

    /** The error for the caller; one that says that the server was changed under us ends the connection. */
    private RuntimeException failed(RpcError error) {
        if (error.code() != ErrorCode.UNSUPPORTED_PROTOCOL_VERSION) {
            return new RpcException(error);
        }
        if (ModernHandshake.supportsUs(error)) {
            return DeliveryException.neverSent("it refused the revision that it says it speaks");
        }
        String reason = "it does not speak " + description.revision().wire() + " any more";
        close();
        events.closed(reason);
        return DeliveryException.neverSent(reason);
    }

    /** Takes what the server sent with the answer to a call. */
    private void related(ModernCall call, Message message) {
        if (message instanceof Notification notification) {
            call.notify(notification);
        } else {
            drop("Message that the era does not have dropped");
        }
    }

    /** Takes what the server sent on a stream that all calls share. */
    private void unrelated(Message message) {
        if (!(message instanceof Notification notification)) {
            drop("Message that the era does not have dropped");
            return;
        }
        if (notification.method().equals(Methods.CANCELLED)) {
            find(notification.params().path("requestId"))
                    .filter(ModernCall::isListen)
                    .ifPresent(ModernCall::end);
            return;
        }
        callOf(notification)
                .ifPresentOrElse(
                        call -> link.relate(call.link(), notification), () -> drop("Notification of no call dropped"));
    }

    private Optional<ModernCall> callOf(Notification notification) {
        return switch (notification.method()) {
            case Methods.PROGRESS -> find(notification.params().path(Meta.PROGRESS_TOKEN));
            case Methods.LOG -> onlyCall();
            default -> find(notification.params().path(Meta.KEY).path(Meta.SUBSCRIPTION_ID));
        };
    }

    /** A log message does not say whose it is: it is the only call's that wants any. */
    private Optional<ModernCall> onlyCall() {
        List<ModernCall> curious = calls.values().stream()
                .filter(call -> !call.isListen() && call.exchange().logLevel() != null)
                .toList();
        return curious.size() == 1 ? Optional.of(curious.getFirst()) : Optional.empty();
    }

    private Optional<ModernCall> find(JsonNode id) {
        return RequestId.tryRead(id).map(calls::get);
    }

    private void drop(String what) {
        log.atDebug().addKeyValue("server", server).log(what);
    }

    /** What the link hears beside the answers. */
    private final class FromServer implements Link.Events {
        @Override
        public void receive(Message message) {
            unrelated(message);
        }

        @Override
        public void closed(String reason) {
            ownListen.close();
            events.closed(reason);
        }
    }
}
