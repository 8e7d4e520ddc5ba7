package io.yumen.backend.legacy;

import io.yumen.backend.link.Link;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request under way at the server, and who waits for it. The progress token of this hop is the id of the request. */
final class LegacyCall {
    private final Exchange exchange;
    private final RequestId id;
    private final Link.Call link;
    private final AtomicInteger claims = new AtomicInteger();
    private volatile @Nullable InputKind refused;

    /** @param related takes the messages that came with the answer */
    LegacyCall(Exchange exchange, RequestId id, BiConsumer<LegacyCall, Message> related) {
        this.exchange = exchange;
        this.id = id;
        this.link = new Link.Call(
                new Message.Request(id, exchange.method(), params(exchange, id)),
                message -> related.accept(this, message),
                exchange.cancellation(),
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

    /** How many questions that came with no call are put to the client by way of this one. */
    int claims() {
        return claims.get();
    }

    /** The exchange, for one question that came with no call. */
    Exchange claim() {
        claims.incrementAndGet();
        return exchange.withClient(exchange.client().asking((question, client) -> {
            try {
                return client.ask(question);
            } finally {
                claims.decrementAndGet();
            }
        }));
    }

    /** Takes note that the server asked what the caller did not declare. */
    void refuse(InputKind kind) {
        refused = kind;
    }

    /** What the server asked in vain, if anything. */
    Optional<InputKind> refused() {
        return Optional.ofNullable(refused);
    }

    /** Hands progress on under the caller's own token; without one the caller does not want to hear of it. */
    void progress(Notification notification) {
        JsonNode token = exchange.progressToken();
        if (token != null && isOurs(notification.params().path(Meta.PROGRESS_TOKEN))) {
            ObjectNode params = Meta.withOwnMeta(notification.params());
            params.set(Meta.PROGRESS_TOKEN, token);
            exchange.client().notify(new Notification(Methods.PROGRESS, params));
        }
    }

    /** Hands a log message on if the caller wants to see it. */
    void log(Notification notification) {
        if (LogLevels.wants(exchange, notification)) {
            exchange.client().notify(notification);
        }
    }

    private boolean isOurs(JsonNode token) {
        return RequestId.tryRead(token).filter(id::equals).isPresent();
    }

    private static ObjectNode params(Exchange exchange, RequestId id) {
        ObjectNode params = Meta.withOwnMeta(exchange.params());
        params.remove(Results.INPUT_RESPONSES);
        params.remove(Results.REQUEST_STATE);
        if (exchange.progressToken() != null) {
            Meta.of(params).set(Meta.PROGRESS_TOKEN, id.toJson());
        }
        return params;
    }
}
