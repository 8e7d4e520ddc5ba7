package io.yumen.limit;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.limit.Limiter.Counted;
import io.yumen.protocol.Methods;
import io.yumen.tenant.Access;
import tools.jackson.databind.node.ObjectNode;

/** Lets a request on where the limits of its principal, its tenant and everybody allow it; what Yumen asks by itself is not limited. Safe for many threads. */
public final class LimitedHandler implements Handler {
    private final Handler next;
    private final Limiter limiter;

    public LimitedHandler(Handler next, Limiter limiter) {
        this.next = next;
        this.limiter = limiter;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        if (exchange.isOwn()) {
            return next.handle(exchange);
        }
        Counted counted = exchange.method().equals(Methods.LISTEN) ? Counted.HELD : Counted.UNDER_WAY;
        Access access = exchange.caller().access();
        limiter.begins(access, counted).ifPresent(exceeded -> {
            throw exceeded.asException();
        });
        try {
            return next.handle(exchange);
        } finally {
            limiter.ends(access, counted);
        }
    }

    @Override
    public String toString() {
        return "limited -> " + next;
    }
}
