package io.yumen.app;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.telemetry.RequestMeter;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Counts and times what clients ask, and logs it where everything is logged. A method that we do not know is counted as {@code other}. */
final class TimedHandler implements Handler {
    private static final Set<String> KNOWN = Set.of(
            Methods.DISCOVER,
            Methods.LISTEN,
            Methods.TOOLS_LIST,
            Methods.TOOLS_CALL,
            Methods.PROMPTS_LIST,
            Methods.PROMPTS_GET,
            Methods.RESOURCES_LIST,
            Methods.TEMPLATES_LIST,
            Methods.RESOURCES_READ,
            Methods.COMPLETE,
            Methods.TASKS_GET,
            Methods.TASKS_UPDATE,
            Methods.TASKS_CANCEL,
            Methods.TASKS_RESULT,
            Methods.TASKS_LIST);

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
            status = "error";
            throw e;
        } finally {
            String method = KNOWN.contains(exchange.method()) ? exchange.method() : "other";
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
