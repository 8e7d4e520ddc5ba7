package io.yumen.app.servers;

import io.yumen.backend.Backend;
import io.yumen.backend.ForwardingBackend;

/** The backend of a built-in service, which ends the service with itself. */
final class ServiceBackend extends ForwardingBackend {
    private final Runnable end;

    /** @param end of the service; may run more than once */
    ServiceBackend(Backend backend, Runnable end) {
        super(backend);
        this.end = end;
    }

    @Override
    public void close() {
        super.close();
        end.run();
    }
}
