package io.yumen.backend.life;

import io.yumen.backend.Connection;
import io.yumen.backend.Outage;
import io.yumen.backend.guard.RefusedException;
import io.yumen.backend.life.Lanes.Lease;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.ObjectNode;

/** Sends a request over the connection that its caller shares: the bottom of the stack. */
final class Routing implements Handler {

    private final Outage outage;
    private final Scopes scopes;
    private final HealthCheck health;

    Routing(Outage outage, Scopes scopes, HealthCheck health) {
        this.outage = outage;
        this.scopes = scopes;
        this.health = health;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (Methods.isNotification(exchange.method())) {
            return tell(exchange);
        }
        if (asksForNothing(exchange) && scopes.open(exchange.caller()).isEmpty()) {
            throw new RefusedException(outage.now("is not connected, and there is nothing to start it for"));
        }
        try (Lease lease = acquire(exchange)) {
            return send(exchange, lease);
        }
    }

    /** A subscription without anything to watch only hears what the server says by itself. */
    private static boolean asksForNothing(Exchange exchange) {
        return exchange.method().equals(Methods.LISTEN)
                && exchange.params()
                        .path("notifications")
                        .valueStream()
                        .noneMatch(wanted -> wanted.isArray() ? !wanted.isEmpty() : wanted.asBoolean(false));
    }

    private Lease acquire(Exchange exchange) {
        try {
            return scopes.acquire(exchange);
        } catch (RpcException refusal) {
            throw new RefusedException(refusal);
        }
    }

    private ObjectNode send(Exchange exchange, Lease lease) {
        try {
            return lease.connection()
                    .handle(exchange.withClient(exchange.client().asking(lease.asker())));
        } catch (DeliveryException failure) {
            if (failure.sent() != DeliveryException.Sent.REFUSED
                    && failure.sent() != DeliveryException.Sent.LOGIN_NEEDED) {
                doubt(lease, String.valueOf(failure.getMessage()));
            }
            throw failure;
        } catch (RpcException error) {
            if (outage.isLate(exchange.cancellation())) {
                health.begin(lease.line(), lease.connection());
            }
            throw error;
        }
    }

    private void doubt(Lease lease, String reason) {
        if (lease.connection().isOpen()) {
            health.doubt(lease.line(), lease.connection(), reason);
        } else {
            lease.line().lost(lease.connection(), reason);
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
