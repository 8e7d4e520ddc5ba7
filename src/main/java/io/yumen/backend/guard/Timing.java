package io.yumen.backend.guard;

import io.yumen.backend.BackendMeter;
import io.yumen.backend.BackendMeter.Outcome;
import io.yumen.backend.Outage;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.ObjectNode;

/** Counts and times every request, and gives what failed below the protocol the form of an answer. */
final class Timing implements Handler {
    private final String server;
    private final BackendMeter meter;
    private final Outage outage;
    private final Handler inner;

    Timing(String server, BackendMeter meter, Handler inner) {
        this.server = server;
        this.meter = meter;
        this.outage = new Outage(server);
        this.inner = inner;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.ERROR;
        try {
            ObjectNode result = inner.handle(exchange);
            outcome = result.path("isError").asBoolean(false) ? Outcome.TOOL_ERROR : Outcome.OK;
            return result;
        } catch (DeliveryException failure) {
            outcome = Outcome.UNAVAILABLE;
            throw outage.lost(String.valueOf(failure.getMessage()));
        } catch (RefusedException refused) {
            outcome = of(refused.answer());
            throw refused.answer();
        } catch (RpcException error) {
            outcome = of(error);
            throw error;
        } finally {
            meter.request(server, exchange.method(), outcome, System.nanoTime() - start);
        }
    }

    private static Outcome of(RpcException error) {
        return switch (error.error().code()) {
            case ErrorCode.UNAVAILABLE -> Outcome.UNAVAILABLE;
            case ErrorCode.TIMEOUT -> Outcome.TIMEOUT;
            case ErrorCode.CANCELLED -> Outcome.CANCELLED;
            default -> Outcome.ERROR;
        };
    }

    @Override
    public String toString() {
        return "timing(" + inner + ")";
    }
}
