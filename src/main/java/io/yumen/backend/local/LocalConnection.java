package io.yumen.backend.local;

import io.yumen.backend.Connection;
import io.yumen.backend.ConnectionEvents;
import io.yumen.backend.Description;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** A connection to a service in our own process. Its end cancels what is under way. */
final class LocalConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(LocalConnection.class);

    private final String server;
    private final Handler service;
    private final Supplier<Optional<String>> trouble;
    private final Description description;
    private final LocalLimits limits;
    private final Cancellation end = new Cancellation();
    private final AtomicInteger abandoned = new AtomicInteger();

    LocalConnection(
            String server,
            Handler service,
            Supplier<Optional<String>> trouble,
            Description description,
            LocalLimits limits) {
        this.server = server;
        this.service = service;
        this.trouble = trouble;
        this.description = description;
        this.limits = limits;
    }

    void listen(ConnectionEvents events) {
        ListChanges.listen(server, service, description.capabilities(), new ListChanges.Ear(events, end));
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (end.isCancelled()) {
            throw DeliveryException.neverSent("the service was closed");
        }
        if (exchange.method().equals(Methods.PING)) {
            return Results.empty();
        }
        if (abandoned.get() >= limits.abandoned()) {
            throw RpcException.unavailable(
                    "Server \"" + server + "\" still works on " + limits.abandoned() + " requests that were given up");
        }
        exchange.cancellation().check();
        return await(exchange);
    }

    private ObjectNode await(Exchange exchange) {
        try (Cancellation own = exchange.cancellation().child()) {
            Work work = new Work(exchange.withCancellation(own), abandoned);
            Cancellation.Registration closed = end.onCancel(() -> {
                work.giveUp(DeliveryException.perhapsSent("the service was closed"));
                own.cancel();
            });
            Cancellation.Registration cancelled = own.onCancel(() -> work.giveUp(own.cause()));
            try {
                Thread.ofVirtual().name(server + "-call").start(() -> work.run(service));
                return work.await();
            } catch (RpcException | DeliveryException answer) {
                throw answer;
            } catch (RuntimeException bug) {
                log.atError().addKeyValue("server", server).setCause(bug).log("A service failed");
                throw RpcException.internal("Server \"" + server + "\" failed");
            } finally {
                closed.close();
                cancelled.close();
            }
        }
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public Optional<String> trouble() {
        try {
            return end.isCancelled() ? Optional.empty() : trouble.get();
        } catch (RuntimeException bug) {
            log.atError().addKeyValue("server", server).setCause(bug).log("A service failed");
            return Optional.of("It cannot say how it fares, which is a mistake in it");
        }
    }

    @Override
    public boolean isOpen() {
        return !end.isCancelled();
    }

    @Override
    public void close() {
        end.cancel();
    }
}
