package io.yumen.app.servers;

import io.yumen.backend.Backend;
import io.yumen.backend.ForwardingBackend;
import io.yumen.service.host.ServiceHandler;
import io.yumen.tenant.Access;
import java.util.function.Predicate;

/** The backend of a built-in service, which ends the service with itself. */
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
    public void close() {
        super.close();
        end.run();
    }
}
