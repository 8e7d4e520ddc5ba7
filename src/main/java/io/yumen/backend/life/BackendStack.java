package io.yumen.backend.life;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What every request to a server passes. */
final class BackendStack implements Handler {
    private final Handler outermost;
    private final Circuit circuit;

    private BackendStack(Handler outermost, Circuit circuit) {
        this.outermost = outermost;
        this.circuit = circuit;
    }

    /** The stack, innermost first: a request passes it from the last line to the first. */
    static BackendStack of(LineContext context, Scopes scopes, HealthCheck health, BackendMeter meter, Runnable moved) {
        Handler stack = new Routing(scopes, health);
        // Inside the circuit, which counts what no retry could mend.
        stack = new Retry(context.server(), stack);
        Circuit circuit = new Circuit(context, moved, stack);
        // Outside the circuit, so that who waits for a place is not counted when the deadline passes meanwhile.
        stack = new Bulkhead(context, circuit);
        // Outside the bulkhead: the wait for a place is part of the time that the client waits.
        stack = new Deadline(context, stack);
        stack = new Timing(context.server(), meter, stack);
        return new BackendStack(stack, circuit);
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return outermost.handle(exchange);
    }

    /** Why the circuit is not closed; empty where it is. */
    Optional<String> trouble() {
        return circuit.trouble();
    }

    @Override
    public String toString() {
        return outermost.toString();
    }
}
