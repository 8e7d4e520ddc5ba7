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
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends nothing for a while to a server that did not answer several times, then tries with a single request. An error that
 * the server sends is an answer, and so is a question; a request that was not sent, that its client gave up, or whose client
 * was asked and did not answer, says nothing.
 */
final class Circuit implements Handler {
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final BackendConfig.Health health;
    private final Outage outage;
    private final Handler inner;
    private final BackendClock clock;
    private final CircuitBreaker<Object> breaker;
    private volatile long triesAtNanos;

    Circuit(GuardContext context, Runnable moved, Handler inner) {
        this.health = context.config().health();
        this.outage = context.outage();
        this.inner = inner;
        this.clock = context.clock();
        this.breaker = CircuitBreaker.builder()
                .withFailureThreshold(health.failures(), 2 * health.failures())
                .withSuccessThreshold(1)
                // Our clock says when it tries again.
                .withDelay(NEVER)
                .onOpen(event -> {
                    pause();
                    moved.run();
                })
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
            throw outage.until(
                    "is not asked at the moment: " + reason(), Duration.ofNanos(triesAtNanos - clock.nanoTime()));
        }
        return attempt(exchange.withClient(exchange.client().asking(this::asked)));
    }

    private void pause() {
        triesAtNanos = clock.nanoTime() + health.pause().toNanos();
        clock.schedule(health.pause(), breaker::halfOpen);
    }

    /** Why the circuit is not closed; empty where it is. */
    Optional<String> trouble() {
        return breaker.isClosed() ? Optional.empty() : Optional.of(reason());
    }

    /**
     * A server that asks is there. Who tries a circuit is not waited for until its client has answered, which may take long
     * and says nothing of the server.
     */
    private ObjectNode asked(InputRequest question, Client client) {
        if (breaker.isHalfOpen()) {
            breaker.recordSuccess();
        }
        return client.ask(question);
    }

    private ObjectNode attempt(Exchange exchange) {
        try {
            ObjectNode result = inner.handle(exchange);
            breaker.recordSuccess();
            return result;
        } catch (DeliveryException failure) {
            if (failure.sent() == Sent.REFUSED || failure.sent() == Sent.LOGIN_NEEDED) {
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
        } else if (outage.isLate(exchange.cancellation())) {
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
