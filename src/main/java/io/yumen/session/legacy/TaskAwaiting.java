package io.yumen.session.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.task.AwaitedTask;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Waits for tasks that servers make of calls, for clients which do not know tasks of the modern era. A server makes one only
 * where that is declared: so it is declared for calls that are tasks to the client too, and for tools that cannot do
 * without.
 */
record TaskAwaiting(Handler handler) implements Handler {
    @Override
    public ObjectNode handle(Exchange exchange) {
        ObjectNode result;
        try {
            result = handler.handle(exchange);
        } catch (RpcException e) {
            boolean isDeclared = exchange.caller().capabilities().hasExtension(Methods.TASKS_EXTENSION);
            if (isDeclared || !exchange.method().equals(Methods.TOOLS_CALL) || !needsTasks(e)) {
                throw e;
            }
            return handle(declaring(exchange));
        }
        return AwaitedTask.isTask(result) ? AwaitedTask.await(handler, exchange, result) : result;
    }

    /** The same request of a client that knows tasks, as far as servers can tell. */
    static Exchange declaring(Exchange exchange) {
        return exchange.withCaller(exchange.caller().withExtension(Methods.TASKS_EXTENSION));
    }

    private static boolean needsTasks(RpcException e) {
        JsonNode data = e.error().data();
        return e.error().code() == ErrorCode.MISSING_CLIENT_CAPABILITY
                && data != null
                && data.path("requiredCapabilities").path("extensions").has(Methods.TASKS_EXTENSION);
    }
}
