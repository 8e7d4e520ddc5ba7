package io.yumen.backend.guard;

import dev.failsafe.CircuitBreaker;
import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.Outage;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.DeliveryException.Sent;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends nothing for a while to a server that did not answer several times, then tries with a single request. An error that
 * the server sends is an answer, and so is a question; a request that was not sent, that its client gave up, or whose client
 * was asked and did not answer, says nothing. What a connection did not answer says nothing of the one after it.
 */
final class Circuit implements Handler {
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final BackendConfig.Health health;
    private final Outage outage;
    private final Handler inner;
    private final BackendClock clock;
    private final Runnable moved;
    private final AtomicReference<CircuitBreaker<Object>> breaker;
    private volatile long triesAtNanos;

    Circuit(GuardContext context, Runnable moved, Handler inner) {
        this.health = context.config().health();
        this.outage = context.outage();
        this.inner = inner;
        this.clock = context.clock();
        this.moved = moved;
        this.breaker = new AtomicReference<>(closed());
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (exchange.method().equals(Methods.LISTEN)) {
            // It may last for hours, and would hold the one place of a circuit that tries.
            return inner.handle(exchange);
        }
        // Whatever comes of this request is said of the connections that there are now.
        CircuitBreaker<Object> current = breaker.get();
        if (!current.tryAcquirePermit()) {
            throw outage.until(
                    "is not asked at the moment: " + reason(), Duration.ofNanos(triesAtNanos - clock.nanoTime()));
        }
        return attempt(
                exchange.withClient(exchange.client().asking((question, client) -> asked(current, question, client))),
                current);
    }

    /**
     * A connection is lost: the requests that are lost with it do not count. Says whether the circuit is open, so that no
     * request would have another connection opened.
     */
    boolean lost() {
        if (!breaker.get().isClosed()) {
            return true;
        }
        breaker.set(closed());
        return false;
    }

    /** Another connection is there in place of one that was lost. */
    void replaced() {
        breaker.set(closed());
        moved.run();
    }

    private CircuitBreaker<Object> closed() {
        AtomicReference<CircuitBreaker<Object>> self = new AtomicReference<>();
        CircuitBreaker<Object> fresh = CircuitBreaker.builder()
                .withFailureThreshold(health.failures(), 2 * health.failures())
                .withSuccessThreshold(1)
                // Our clock says when it tries again.
                .withDelay(NEVER)
                .onOpen(event -> {
                    pause(self.get());
                    moved.run();
                })
                .onClose(event -> moved.run())
                .build();
        self.set(fresh);
        return fresh;
    }

    private void pause(CircuitBreaker<Object> open) {
        triesAtNanos = clock.nanoTime() + health.pause().toNanos();
        clock.schedule(health.pause(), open::halfOpen);
    }

    /** Why the circuit is not closed; empty where it is. */
    Optional<String> trouble() {
        return breaker.get().isClosed() ? Optional.empty() : Optional.of(reason());
    }

    /**
     * A server that asks is there. Who tries a circuit is not waited for until its client has answered, which may take long
     * and says nothing of the server.
     */
    private static ObjectNode asked(CircuitBreaker<Object> current, InputRequest question, Client client) {
        if (current.isHalfOpen()) {
            current.recordSuccess();
        }
        return client.ask(question);
    }

    private ObjectNode attempt(Exchange exchange, CircuitBreaker<Object> current) {
        try {
            ObjectNode result = inner.handle(exchange);
            current.recordSuccess();
            return result;
        } catch (DeliveryException failure) {
            if (failure.sent() == Sent.REFUSED || failure.sent() == Sent.LOGIN_NEEDED) {
                // An answer, too; and it may be the credentials of one principal only.
                current.recordSuccess();
            } else {
                current.recordFailure();
            }
            throw failure;
        } catch (RefusedException refused) {
            recordNothing(current);
            throw refused;
        } catch (RpcException error) {
            record(exchange, current);
            throw error;
        } catch (RuntimeException bug) {
            recordNothing(current);
            throw bug;
        }
    }

    private void record(Exchange exchange, CircuitBreaker<Object> current) {
        if (!exchange.cancellation().isCancelled()) {
            current.recordSuccess();
        } else if (outage.isLate(exchange.cancellation())) {
            current.recordFailure();
        } else {
            recordNothing(current);
        }
    }

    /** A circuit that tries would wait for the outcome for ever: another one that tries takes its place, and the next request is its trial. */
    private void recordNothing(CircuitBreaker<Object> current) {
        if (current.isHalfOpen()) {
            CircuitBreaker<Object> trying = closed();
            trying.halfOpen();
            breaker.compareAndSet(current, trying);
        }
    }

    private String reason() {
        return health.failures() + " of its last " + 2 * health.failures() + " requests had no answer";
    }

    @Override
    public String toString() {
        return "circuit " + health.failures() + "/" + 2 * health.failures() + "(" + inner + ")";
    }
}
