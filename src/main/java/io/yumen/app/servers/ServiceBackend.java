package io.yumen.app.servers;

import io.yumen.backend.Backend;
import io.yumen.backend.ForwardingBackend;
import io.yumen.exchange.ClientKey;
import io.yumen.service.host.ServiceHandler;
import io.yumen.tenant.Access;
import java.util.function.Predicate;

/** The backend of a built-in service, which ends the service with itself, and tells it of clients and credentials that have gone. */
final class ServiceBackend extends ForwardingBackend {
    private final ServiceHandler service;
    private final Runnable end;

    /** @param end of the service; may run more than once */
    ServiceBackend(Backend backend, ServiceHandler service, Runnable end) {
        super(backend);
        this.service = service;
        this.end = end;
    }

    @Override
    public void accessEnded(Predicate<Access> ended) {
        super.accessEnded(ended);
        service.accessEnded(ended);
    }

    @Override
    public void sessionEnded(ClientKey.Session session) {
        super.sessionEnded(session);
        service.ended(session);
    }

    @Override
    public void close() {
        super.close();
        end.run();
    }
}
