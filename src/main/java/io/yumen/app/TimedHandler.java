package io.yumen.app;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcException;
import io.yumen.telemetry.RequestMeter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Counts and times what clients ask, and logs it where everything is logged. A method that we do not know is counted as {@code other}. */
final class TimedHandler implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(TimedHandler.class);

    private final Handler next;
    private final RequestMeter meter;
    private final String server;

    TimedHandler(Handler next, RequestMeter meter, String server) {
        this.next = next;
        this.meter = meter;
        this.server = server;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        long begin = System.nanoTime();
        String status = "failure";
        try {
            ObjectNode result = next.handle(exchange);
            status = result.path("isError").asBoolean(false) ? "tool_error" : "success";
            return result;
        } catch (RpcException e) {
            status = switch (e.error().code()) {
                case ErrorCode.UNAVAILABLE -> "unavailable";
                case ErrorCode.TIMEOUT -> "timeout";
                case ErrorCode.CANCELLED -> "cancelled";
                case ErrorCode.TOO_MANY_REQUESTS -> "limited";
                default -> "error";
            };
            throw e;
        } finally {
            String method = RequestMeter.known(exchange.method());
            long nanos = System.nanoTime() - begin;
            meter.record(method, server, status, nanos);
            if (LOG.isDebugEnabled()) {
                tell(method, exchange, status, nanos);
            }
        }
    }

    private void tell(String method, Exchange exchange, String status, long nanos) {
        LOG.atDebug()
                .addKeyValue("method", method)
                .addKeyValue("server", server)
                .addKeyValue("tool", exchange.params().path("name").asString(""))
                .addKeyValue("status", status)
                .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
                .log("A request was answered");
    }

    @Override
    public String toString() {
        return "timed -> " + next;
    }
}
