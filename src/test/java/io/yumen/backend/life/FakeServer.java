package io.yumen.backend.life;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.Description;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server in memory that does what its script says: starts slowly or not at all, hangs, crashes, forgets its session.
 * Answers every request with its connection's number.
 */
final class FakeServer implements Connector {
    static final String HANG = "hang";
    static final String CRASH = "crash";
    static final String FORGET = "forget";

    final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    final AtomicInteger connects = new AtomicInteger();
    final List<String> received = new CopyOnWriteArrayList<>();
    volatile Revision revision = Revision.NEWEST;
    volatile boolean attributes = true;
    volatile @Nullable String refusal;
    volatile @Nullable CountDownLatch slow;
    volatile @Nullable Answer answer;

    /** What it does with a request, in place of answering at once. */
    @FunctionalInterface
    interface Answer {
        ObjectNode to(FakeConnection connection, Exchange exchange);
    }

    static FakeServer modern() {
        return new FakeServer();
    }

    static FakeServer legacyPipe() {
        FakeServer server = new FakeServer();
        server.revision = Revision.NEWEST_LEGACY;
        server.attributes = false;
        return server;
    }

    static FakeServer legacyHttp() {
        FakeServer server = new FakeServer();
        server.revision = Revision.NEWEST_LEGACY;
        return server;
    }

    @Override
    public Connection connect(ConnectRequest request) {
        connects.incrementAndGet();
        CountDownLatch gate = slow;
        if (gate != null) {
            try {
                gate.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new ConnectException("the start was given up");
            }
        }
        String reason = refusal;
        if (reason != null) {
            throw new ConnectException(reason);
        }
        FakeConnection connection = new FakeConnection(request, connections.size());
        connections.add(connection);
        return connection;
    }

    long open() {
        return connections.stream().filter(FakeConnection::isOpen).count();
    }

    FakeConnection last() {
        return connections.getLast();
    }

    /** One connection; closed and crashed alike fail what is under way. */
    final class FakeConnection implements Connection {
        final ConnectRequest request;
        final int number;
        final AtomicInteger inFlight = new AtomicInteger();
        final Cancellation end = new Cancellation();
        private volatile boolean open = true;

        FakeConnection(ConnectRequest request, int number) {
            this.request = request;
            this.number = number;
        }

        @Override
        public ObjectNode handle(Exchange exchange) {
            if (!open) {
                throw DeliveryException.neverSent("the pipe is closed");
            }
            received.add(exchange.method());
            inFlight.incrementAndGet();
            try {
                Answer scripted = answer;
                return scripted == null ? reply(exchange) : scripted.to(this, exchange);
            } finally {
                inFlight.decrementAndGet();
            }
        }

        ObjectNode reply(Exchange exchange) {
            return switch (exchange.params().path("name").asString("")) {
                case HANG -> hang(exchange);
                case CRASH -> {
                    crash("the process ended with status 1");
                    throw DeliveryException.perhapsSent("the process ended with status 1");
                }
                case FORGET -> {
                    open = false;
                    throw DeliveryException.neverSent("the session is unknown");
                }
                default -> JsonNodeFactory.instance.objectNode().put("connection", number);
            };
        }

        ObjectNode hang(Exchange exchange) {
            CountDownLatch over = new CountDownLatch(1);
            Cancellation.Registration cancelled = exchange.cancellation().onCancel(over::countDown);
            Cancellation.Registration ended = end.onCancel(over::countDown);
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                cancelled.close();
                ended.close();
            }
            exchange.cancellation().check();
            throw DeliveryException.perhapsSent("the process ended");
        }

        void crash(String reason) {
            open = false;
            request.events().closed(reason);
            end.cancel(RpcException.internal(reason));
        }

        /** Fails what is under way, and says nothing of it. */
        void vanish(String reason) {
            open = false;
            end.cancel(RpcException.internal(reason));
        }

        void change(ListKind list) {
            request.events().listChanged(list);
        }

        @Override
        public Description description() {
            ObjectNode empty = JsonNodeFactory.instance.objectNode();
            return new Description(revision, empty, empty, "");
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public boolean attributesRequests() {
            return attributes || request.scope() instanceof ScopeKey.Session;
        }

        @Override
        public void close() {
            open = false;
            end.cancel(RpcException.internal("closed"));
        }
    }
}
