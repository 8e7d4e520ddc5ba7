package io.yumen.exchange;

import io.yumen.protocol.Meta;
import io.yumen.telemetry.TraceContext;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has each request belong to a trace, which is handed along to servers: the one that its client names, or one that begins here. What
 * stands in {@code _meta} and is no {@code traceparent} goes no further, and neither does a {@code tracestate} without one.
 */
public final class TracedHandler implements Handler {
    private final Handler next;

    public TracedHandler(Handler next) {
        this.next = next;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return next.handle(isGood(exchange.params()) ? exchange : begun(exchange));
    }

    /** The trace that those parameters name. */
    public static Optional<TraceContext> context(ObjectNode params) {
        JsonNode parent = Meta.get(params, Meta.TRACE_PARENT);
        return parent == null || !parent.isString() ? Optional.empty() : TraceContext.read(parent.stringValue());
    }

    /** Whether nothing has to be begun; what is no object under the name is for whoever reads it to refuse. */
    private static boolean isGood(ObjectNode params) {
        boolean isUnreadable = params.has(Meta.KEY) && !params.path(Meta.KEY).isObject();
        return isUnreadable || context(params).isPresent();
    }

    private static Exchange begun(Exchange exchange) {
        ObjectNode params = Meta.withOwnMeta(exchange.params());
        Meta.remove(params, TraceContext.STATE);
        Meta.of(params).put(Meta.TRACE_PARENT, TraceContext.begin().text());
        return exchange.withParams(params);
    }

    @Override
    public String toString() {
        return "traced -> " + next;
    }
}
