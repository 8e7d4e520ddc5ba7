package io.yumen.backend;

import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.tenant.Access;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** A backend that has another within, and does itself only what it overrides. As safe for many threads as that one. */
public abstract class ForwardingBackend implements Backend {
    /** The backend within. */
    protected final Backend inner;

    protected ForwardingBackend(Backend inner) {
        this.inner = inner;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return inner.handle(exchange);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public ServerState state() {
        return inner.state();
    }

    @Override
    public boolean isUp() {
        return inner.isUp();
    }

    @Override
    public ScopeKey scopeOf(Caller caller) {
        return inner.scopeOf(caller);
    }

    @Override
    public boolean isOwn(ObjectNode said) {
        return inner.isOwn(said);
    }

    @Override
    public void listen(BackendEvents events) {
        inner.listen(events);
    }

    @Override
    public void sessionEnded(ClientKey.Session session) {
        inner.sessionEnded(session);
    }

    @Override
    public void accessEnded(Predicate<Access> ended) {
        inner.accessEnded(ended);
    }

    @Override
    public void scopeEnded(ScopeKey scope) {
        inner.scopeEnded(scope);
    }

    @Override
    public Control control() {
        return inner.control();
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
