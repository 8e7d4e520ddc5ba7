package io.yumen.app.servers;

import io.yumen.backend.Backend;
import io.yumen.backend.ForwardingBackend;
import io.yumen.service.host.ServiceHandler;

/** The backend of a built-in service, which ends the service with itself. */
final class ServiceBackend extends ForwardingBackend {
    private final ServiceHandler service;

    ServiceBackend(Backend backend, ServiceHandler service) {
        super(backend);
        this.service = service;
    }

    @Override
    public void close() {
        super.close();
        service.close();
    }
}
