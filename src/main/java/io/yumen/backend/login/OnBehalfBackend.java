package io.yumen.backend.login;

import io.yumen.backend.Backend;
import io.yumen.backend.ForwardingBackend;
import io.yumen.backend.Outage;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.protocol.Methods;
import io.yumen.tenant.Access;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is called with tokens which those of its callers are exchanged for. Who has none is told so, and nothing is sent:
 * a server is never asked as nobody. Safe for many threads.
 */
public final class OnBehalfBackend extends ForwardingBackend {
    private final CallerRights rights;
    private final Seats seats;
    private final Outage outage;

    /** @param seats where the connections of that server look for what they send */
    public OnBehalfBackend(Backend inner, CallerRights rights, Seats seats) {
        super(inner);
        this.rights = rights;
        this.seats = seats;
        this.outage = new Outage(inner.name());
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        Access access = exchange.caller().access();
        Optional<String> objection = rights.objection(access);
        if (objection.isPresent()) {
            throw outage.now(objection.get());
        }
        CallerRight right = rights.of(access);
        seats.take(inner.scopeOf(exchange.caller()), right);
        if (!isIdle(exchange.method())) {
            requireRight(right);
        }
        return inner.handle(exchange);
    }

    /** Before the guards of the server, since it is no fault of the server's where there is none. */
    private void requireRight(CallerRight right) {
        try {
            right.headers();
        } catch (OAuthException e) {
            throw outage.now(String.valueOf(e.getMessage()));
        }
    }

    /** What may well need no connection. */
    private static boolean isIdle(String method) {
        return method.equals(Methods.LISTEN) || Methods.isNotification(method);
    }

    @Override
    public void sessionEnded(ClientKey.Session session) {
        super.sessionEnded(session);
        seats.sessionEnded(session);
    }

    @Override
    public void accessEnded(Predicate<Access> ended) {
        super.accessEnded(ended);
        rights.forget(ended);
        // A connection may still have a right that nobody has called by for long.
        seats.vacate(ended).forEach(this::scopeEnded);
    }

    @Override
    public String toString() {
        return "onBehalf(" + inner + ")";
    }
}
