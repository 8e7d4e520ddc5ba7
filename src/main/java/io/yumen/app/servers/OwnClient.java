package io.yumen.app.servers;

import io.yumen.exchange.Caller;
import io.yumen.http.client.RelayClient;
import io.yumen.http.tls.ClientTls;
import io.yumen.service.Offer;
import io.yumen.service.Service;
import io.yumen.service.ServiceCache;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A service whose system is asked by a client of its own, which ends with it. */
final class OwnClient implements Service {
    private final Service service;
    private final RelayClient client;

    private OwnClient(Service service, RelayClient client) {
        this.service = service;
        this.client = client;
    }

    /** The service that is made with a client of that TLS, and the limits of the other. */
    static Service start(RelayClient other, ClientTls tls, Function<RelayClient, Service> making) {
        RelayClient client = other.trusting(tls::context);
        try {
            return new OwnClient(making.apply(client), client);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public Identity identity() {
        return service.identity();
    }

    @Override
    public Offer offer() {
        return service.offer();
    }

    @Override
    public void start(Changes changes) {
        service.start(changes);
    }

    @Override
    public Health health() {
        return service.health();
    }

    @Override
    public Optional<ServiceCache> cache() {
        return service.cache();
    }

    @Override
    public Listening listen(Set<String> uris, Caller caller, Consumer<String> updated) {
        return service.listen(uris, caller, updated);
    }

    @Override
    public void close() {
        try {
            service.close();
        } finally {
            client.close();
        }
    }

    @Override
    public String toString() {
        return service.toString();
    }
}
