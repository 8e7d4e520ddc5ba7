package io.yumen.app.servers;

import io.yumen.backend.Backend;
import io.yumen.backend.ForwardingBackend;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.SessionEnd;

/** The backend of a built-in service, which ends the service with itself, and tells it of clients that have gone. */
final class ServiceBackend extends ForwardingBackend {
    private final SessionEnd service;
    private final Runnable end;

    /**
     * A backend of that service.
     *
     * @param service hears which sessions of clients have ended
     * @param end of the service; may run more than once
     */
    ServiceBackend(Backend backend, SessionEnd service, Runnable end) {
        super(backend);
        this.service = service;
        this.end = end;
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
