package io.yumen.backend.life;

import io.yumen.backend.Connection;
import io.yumen.backend.DeliveryException;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import tools.jackson.databind.node.ObjectNode;

/** Sends a request over the connection that its caller shares: the bottom of the stack. */
final class Routing implements Handler {
    private static final String NOTIFICATIONS = "notifications/";

    private final Scopes scopes;

    Routing(Scopes scopes) {
        this.scopes = scopes;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (exchange.method().startsWith(NOTIFICATIONS)) {
            return tell(exchange);
        }
        try (Lease lease = scopes.acquire(exchange)) {
            return send(exchange, lease);
        }
    }

    private static ObjectNode send(Exchange exchange, Lease lease) {
        try {
            return lease.connection().handle(exchange);
        } catch (DeliveryException failure) {
            if (!lease.connection().isOpen()) {
                lease.line().lost(lease.connection(), String.valueOf(failure.getMessage()));
            }
            throw failure;
        }
    }

    /** What clients tell is worth no start: a server that is not up has nobody who wants to know. */
    private ObjectNode tell(Exchange exchange) {
        for (Connection connection : scopes.open(exchange.caller())) {
            connection.handle(exchange);
        }
        return Results.empty();
    }

    @Override
    public String toString() {
        return "connection";
    }
}
