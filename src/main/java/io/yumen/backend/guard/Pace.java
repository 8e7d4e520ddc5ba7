package io.yumen.backend.guard;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.limit.Paces;
import io.yumen.protocol.Methods;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Has a server used no more often than its rates say. Lists, which are cached, and what holds a conversation together do not count. */
final class Pace implements Handler {
    private static final Set<String> USES =
            Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ, Methods.COMPLETE);

    private final Paces paces;
    private final Handler inner;

    Pace(GuardContext context, Handler inner) {
        this.paces = new Paces(context.server(), context.config().pace(), context.clock()::nanoTime);
        this.inner = inner;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (USES.contains(exchange.method())) {
            String tool = exchange.method().equals(Methods.TOOLS_CALL)
                    ? exchange.params().path("name").asString("")
                    : exchange.method();
            paces.uses(exchange.caller().principal(), tool).ifPresent(exceeded -> {
                throw exceeded.asException();
            });
        }
        return inner.handle(exchange);
    }

    @Override
    public String toString() {
        return "pace(" + inner + ")";
    }
}
