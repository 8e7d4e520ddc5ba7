package io.yumen.backend.guard;

import dev.failsafe.CircuitBreaker;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.Outage;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.DeliveryException.Sent;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends nothing for a while to a server that did not answer several times, then tries with a single request. An error that
 * the server sends is an answer; a request that was not sent, or that its client gave up, says nothing.
 */
final class Circuit implements Handler {
    private final BackendConfig.Health health;
    private final Outage outage;
    private final Handler inner;
    private final CircuitBreaker<Object> breaker;

    Circuit(GuardContext context, Runnable moved, Handler inner) {
        this.health = context.config().health();
        this.outage = context.outage();
        this.inner = inner;
        this.breaker = CircuitBreaker.builder()
                .withFailureThreshold(health.failures(), 2 * health.failures())
                .withSuccessThreshold(1)
                .withDelay(health.pause())
                .onOpen(event -> moved.run())
                .onClose(event -> moved.run())
                .build();
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (exchange.method().equals(Methods.LISTEN)) {
            // It may last for hours, and would hold the one place of a circuit that tries.
            return inner.handle(exchange);
        }
        if (!breaker.tryAcquirePermit()) {
            throw outage.until("is not asked at the moment: " + reason(), breaker.getRemainingDelay());
        }
        return attempt(exchange);
    }

    /** Why the circuit is not closed; empty where it is. */
    Optional<String> trouble() {
        return breaker.isClosed() ? Optional.empty() : Optional.of(reason());
    }

    private ObjectNode attempt(Exchange exchange) {
        try {
            ObjectNode result = inner.handle(exchange);
            breaker.recordSuccess();
            return result;
        } catch (DeliveryException failure) {
            if (failure.sent() == Sent.REFUSED) {
                // An answer, too; and it may be the credentials of one principal only.
                breaker.recordSuccess();
            } else {
                breaker.recordFailure();
            }
            throw failure;
        } catch (RefusedException refused) {
            recordNothing();
            throw refused;
        } catch (RpcException error) {
            record(exchange);
            throw error;
        } catch (RuntimeException bug) {
            recordNothing();
            throw bug;
        }
    }

    private void record(Exchange exchange) {
        if (!exchange.cancellation().isCancelled()) {
            breaker.recordSuccess();
        } else if (exchange.cancellation().cause().error().code() == ErrorCode.TIMEOUT) {
            breaker.recordFailure();
        } else {
            recordNothing();
        }
    }

    /** A circuit that tries must hear an outcome, or it would wait for one for ever. */
    private void recordNothing() {
        if (breaker.isHalfOpen()) {
            breaker.recordFailure();
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
