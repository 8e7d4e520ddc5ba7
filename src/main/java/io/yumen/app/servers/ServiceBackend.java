package io.yumen.app.servers;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.Control;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.service.host.ServiceHandler;
import tools.jackson.databind.node.ObjectNode;

/** The backend of a built-in service, which ends the service with itself. */
final class ServiceBackend implements Backend {
    private final Backend backend;
    private final ServiceHandler service;

    ServiceBackend(Backend backend, ServiceHandler service) {
        this.backend = backend;
        this.service = service;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return backend.handle(exchange);
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public ServerState state() {
        return backend.state();
    }

    @Override
    public ScopeKey scopeOf(Caller caller) {
        return backend.scopeOf(caller);
    }

    @Override
    public void listen(BackendEvents events) {
        backend.listen(events);
    }

    @Override
    public void sessionEnded(ClientKey.Session session) {
        backend.sessionEnded(session);
    }

    @Override
    public Control control() {
        return backend.control();
    }

    @Override
    public void close() {
        backend.close();
        service.close();
    }

    @Override
    public String toString() {
        return backend.toString();
    }
}
