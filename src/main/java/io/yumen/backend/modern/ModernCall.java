package io.yumen.backend.modern;

import io.yumen.backend.link.Link;
import io.yumen.backend.link.OurName;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request under way at the server, and who waits for it. The progress token of this hop is the id of the request, and so
 * is the id of a subscription.
 */
final class ModernCall {
    /** What a client's declaration means to a modern server; the rest belongs to the legacy era. */
    private static final List<String> CAPABILITIES =
            List.of("sampling", "elicitation", "roots", "extensions", "experimental");

    private final Exchange exchange;
    private final RequestId id;
    private final Cancellation cancellation;
    private final Link.Call link;

    /** @param related takes the messages that came with the answer */
    ModernCall(Exchange exchange, RequestId id, BiConsumer<ModernCall, Message> related) {
        this.exchange = exchange;
        this.id = id;
        this.cancellation = exchange.cancellation().child();
        this.link = new Link.Call(
                new Message.Request(id, exchange.method(), params(exchange, id)),
                message -> related.accept(this, message),
                cancellation,
                exchange.caller().access());
    }

    Exchange exchange() {
        return exchange;
    }

    RequestId id() {
        return id;
    }

    Link.Call link() {
        return link;
    }

    boolean isListen() {
        return exchange.method().equals(Methods.LISTEN);
    }

    /** Ends the wait because the server said that no answer will come. */
    void end() {
        cancellation.cancel();
    }

    /** Forgets it at the exchange's cancellation, which may live longer. */
    void close() {
        cancellation.close();
    }

    /** Hands a notification of the server on, as of the caller's own hop. */
    void notify(Notification notification) {
        switch (notification.method()) {
            case Methods.PROGRESS -> progress(notification);
            case Methods.LOG -> log(notification);
            default -> {
                ObjectNode params = Meta.withOwnMeta(notification.params());
                Meta.removeHopKeys(params);
                exchange.client().notify(new Notification(notification.method(), params));
            }
        }
    }

    private void progress(Notification notification) {
        JsonNode token = exchange.progressToken();
        if (token != null && isOurs(notification.params().path(Meta.PROGRESS_TOKEN))) {
            ObjectNode params = Meta.withOwnMeta(notification.params());
            params.set(Meta.PROGRESS_TOKEN, token);
            exchange.client().notify(new Notification(Methods.PROGRESS, params));
        }
    }

    private void log(Notification notification) {
        LogLevel least = exchange.logLevel();
        LogLevel level =
                LogLevel.of(notification.params().path("level").asString("")).orElse(LogLevel.INFO);
        if (least != null && level.compareTo(least) >= 0) {
            exchange.client().notify(notification);
        }
    }

    private boolean isOurs(JsonNode token) {
        return RequestId.tryRead(token).filter(id::equals).isPresent();
    }

    private static ObjectNode params(Exchange exchange, RequestId id) {
        ObjectNode params = Meta.withOwnMeta(exchange.params());
        describe(params, exchange.caller().capabilities());
        ObjectNode meta = Meta.of(params);
        LogLevel level = exchange.logLevel();
        if (level != null) {
            meta.put(Meta.LOG_LEVEL, level.wire());
        }
        if (exchange.progressToken() != null) {
            meta.set(Meta.PROGRESS_TOKEN, id.toJson());
        }
        return params;
    }

    /** Writes into {@code _meta} what every request says of itself. */
    static void describe(ObjectNode params, ClientCapabilities declared) {
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        for (String name : CAPABILITIES) {
            if (declared.tree().get(name) instanceof ObjectNode value) {
                capabilities.set(name, value);
            }
        }
        ObjectNode meta = Meta.of(params);
        meta.put(Meta.PROTOCOL_VERSION, Revision.V2026_07_28.wire());
        meta.set(Meta.CLIENT_INFO, OurName.toJson());
        meta.set(Meta.CLIENT_CAPABILITIES, capabilities);
    }
}
